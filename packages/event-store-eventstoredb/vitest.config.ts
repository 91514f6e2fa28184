// Runs the specs of this package from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'event-store-eventstoredb', include: ['src/**/*.spec.ts'] },
})
