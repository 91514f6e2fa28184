// Builds the package: one ESM file and one declaration file for each export.
import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/laws.ts'],
  format: 'esm',
  target: 'node24',
  dts: true,
  sourcemap: true,
  clean: true,
  // Some modules of Node, such as node:sqlite, have no other name.
  removeNodeProtocol: false,
})
