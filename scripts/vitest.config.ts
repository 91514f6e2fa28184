// Runs the specs of the scripts: each check is shown a planted fault and must find it.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'scripts', include: ['**/*.spec.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
})
