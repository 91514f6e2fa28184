// Runs the specs of this package from their sources.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Files are opened by the hundred; on a busy machine each waits for the disk.
  test: { name: 'event-store-sqlite', include: ['src/**/*.spec.ts'], testTimeout: 30_000 },
})
