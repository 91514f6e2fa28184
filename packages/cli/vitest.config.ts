// Runs the specs of this package from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The first use of a command loads its code, which on a busy machine takes seconds; files are tried in a folder of their own.
  test: { name: 'cli', include: ['src/**/*.spec.ts'], testTimeout: 60_000, pool: 'forks' },
})
