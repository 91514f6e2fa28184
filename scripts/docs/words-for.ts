// Words in both languages, or a sentence saying where they are missing.
export interface BothLanguages {
  readonly zh: string
  readonly en: string
}

export function wordsFor(what: string, zh: string | undefined, en: string | undefined): BothLanguages {
  if (zh === undefined || en === undefined) throw new Error(`packages/cli/src/words has no words for ${what} in both languages.`)
  return { zh, en }
}
