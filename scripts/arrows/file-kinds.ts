// What kind of file a path is, as patterns that the rules of the arrows share.

/** Specs, and what exists for the sake of specs: it may use the test tools, and no other file may use it. */
export const testFile = String.raw`(\.spec\.ts$|\.spec-[a-z]+\.ts$|/testing(\.ts$|/)|/laws(\.ts$|/)|\.laws\.ts$|/arbitraries\.ts$|/builders\.ts$|/trial/|^packages/event-store-contract/)`

/** A package in node_modules, by its name, wherever pnpm keeps it. */
export function installed(names: readonly string[]): string {
  return String.raw`node_modules/(${names.join('|')})/(?!.*node_modules/)`
}
