// What `npm run bench` is asked for: some benchmarks, or one of them with words of its own.

/** The benchmarks to run, and the words that are handed on to the only one. */
export interface Asked {
  readonly benchmarks: readonly string[]
  readonly words: readonly string[]
}

/**
 * Reads the words of the command line. As long as they name benchmarks, these are meant; from `--` on, or from the first word that names none, they
 * belong to the one benchmark that came before. Answers a sentence where that makes no sense.
 */
export function askedOf(args: readonly string[], known: readonly string[]): Asked | string {
  const separator = args.indexOf('--')
  const named = args.findIndex((word, place) => place === separator || !known.includes(word))
  const benchmarks = named === -1 ? args : args.slice(0, named)
  const words = named === -1 ? [] : args.slice(named === separator ? named + 1 : named)
  if (words.length > 0 && benchmarks.length === 0) return `There is no benchmark ${words[0]}. The benchmarks are: ${known.join(', ') || 'none'}.`
  if (words.length > 0 && benchmarks.length > 1) return `Words can be handed on to one benchmark only: ${words.join(' ')} came after ${benchmarks.join(', ')}.`
  return { benchmarks: benchmarks.length > 0 ? benchmarks : known, words }
}
