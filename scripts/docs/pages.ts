// The pages that are generated from the code.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'
import { publicNamesPage } from './public-names.ts'

/** The text of each page by its path from the top of the checkout, such as `docs/reference/facts.md`. */
export type Pages = Readonly<Record<string, string>>

const generator = join(import.meta.dirname, 'generate.ts')

/** The pages as the code would have them now: those of `generateDocs` in `generate.ts` and the public names. */
export async function freshPages(): Promise<Pages> {
  return { 'docs/reference/public-names.md': publicNamesPage(), ...(await generatedPages()) }
}

export function hasGenerator(): boolean {
  return existsSync(generator)
}

async function generatedPages(): Promise<Pages> {
  if (!hasGenerator()) return {}
  const { generateDocs } = (await import(generator)) as { generateDocs: () => Pages | Promise<Pages> }
  return generateDocs()
}

/** The pages on disk that are not what the code makes of them. */
export function stalePages(pages: Pages, at: string = root): readonly string[] {
  return Object.entries(pages)
    .filter(([path, text]) => !existsSync(join(at, path)) || readFileSync(join(at, path), 'utf8') !== text)
    .map(([path]) => path)
}
