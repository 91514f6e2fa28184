/** A line as one would type it, as the words that a shell makes of it: what stands in double quotes is one word. */

export const typedWords = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word)
