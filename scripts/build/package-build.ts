// How every package is built: one ESM file and one declaration file for each export.
import { defineConfig } from 'tsup'

/** The build of a package with these entries; one for each of its exports. */
export const packageBuild = (...entry: ReadonlyArray<string>) => defineConfig({
  entry: [...entry],
  format: 'esm',
  target: 'node24',
  dts: true,
  sourcemap: true,
  clean: true,
  // Some modules of Node, such as node:sqlite, have no other name.
  removeNodeProtocol: false,
})
