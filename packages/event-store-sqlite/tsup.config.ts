// Builds the package: one ESM file and one declaration file for each export.
import { defineConfig } from 'tsup'

export default defineConfig({
  // Workers are started from a file of its own, which stands beside the others in dist.
  entry: { index: 'src/index.ts', 'part-worker': 'src/workers/part-worker.ts' },
  format: 'esm',
  target: 'node24',
  dts: true,
  sourcemap: true,
  clean: true,
  // Some modules of Node, such as node:sqlite, have no other name.
  removeNodeProtocol: false,
})
