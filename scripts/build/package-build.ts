// How every package is built: one ESM file and one declaration file for each export.
import { defineConfig } from 'tsup'

/** The build of a package with these entries, one for each of its exports; with names where they should not stand in dist as they do in src. */
export const packageBuild = (...entry: ReadonlyArray<string> | readonly [Readonly<Record<string, string>>]) => defineConfig({
  entry: typeof entry[0] === 'object' ? entry[0] : [...entry as ReadonlyArray<string>],
  format: 'esm',
  target: 'node24',
  dts: true,
  sourcemap: true,
  clean: true,
  // Some modules of Node, such as node:sqlite, have no other name.
  removeNodeProtocol: false,
})
