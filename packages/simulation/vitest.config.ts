// Runs the specs of this package from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'simulation', include: ['src/**/*.spec.ts'], testTimeout: 60_000 },
})
