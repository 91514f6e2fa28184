// Runs the specs of this package from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'eventstoredb-double', include: ['src/**/*.spec.ts'] },
})
