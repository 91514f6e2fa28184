// Runs the specs of this package from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // DuckDB is a native module, which takes a while to load on a busy machine.
  test: { name: 'analytics', include: ['src/**/*.spec.ts'], testTimeout: 60_000, pool: 'forks' },
})
