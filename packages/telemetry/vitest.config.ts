// Runs the specs of this package from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'telemetry', include: ['src/**/*.spec.ts'] },
})
