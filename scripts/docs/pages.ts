// The pages that are generated from the code, as `generate.ts` in this folder makes them.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'

/** The text of each page by its path from the top of the checkout, such as `docs/reference/facts.md`. */
export type Pages = Readonly<Record<string, string>>

const generator = join(import.meta.dirname, 'generate.ts')

/** What `generateDocs` of `generate.ts` makes of the code as it is now; undefined where there is no generator. */
export async function freshPages(): Promise<Pages | undefined> {
  if (!existsSync(generator)) return undefined
  const { generateDocs } = (await import(generator)) as { generateDocs: () => Pages | Promise<Pages> }
  return generateDocs()
}

/** The pages on disk that are not what the code makes of them. */
export function stalePages(pages: Pages, at: string = root): readonly string[] {
  return Object.entries(pages)
    .filter(([path, text]) => !existsSync(join(at, path)) || readFileSync(join(at, path), 'utf8') !== text)
    .map(([path]) => path)
}
