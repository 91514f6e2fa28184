// Runs the specs of the examples from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'examples', include: ['src/**/*.spec.ts'] },
})
