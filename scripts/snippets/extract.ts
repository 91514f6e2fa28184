// Finds the snippets of a page that are to be run.

export interface Snippet {
  /** The page, from the top of the checkout. */
  readonly page: string
  /** The line of the page on which the code begins, counted from 1. */
  readonly line: number
  readonly code: string
}

interface Block extends Snippet {
  /** What stands behind the fence, such as `ts run`. */
  readonly info: readonly string[]
}

/** Every `ts run` block, each with the `ts goes-on` blocks behind it; of a package's README also the first `ts` block, whatever else is said of it. */
export function snippetsOf(page: string, text: string): readonly Snippet[] {
  const blocks = blocksOf(page, text).filter(({ info }) => info[0] === 'ts')
  const isPackageReadme = /^packages\/[^/]+\/README\.md$/.test(page)
  const snippets: Snippet[] = []
  for (const [index, { info, ...block }] of blocks.entries()) {
    const last = snippets.at(-1)
    if (info.includes('run') || (isPackageReadme && index === 0)) snippets.push(block)
    else if (info.includes('goes-on')) {
      if (last === undefined) throw new Error(`${page}:${block.line} goes on from nothing: no "ts run" block stands before it`)
      snippets[snippets.length - 1] = { ...last, code: last.code + block.code }
    }
  }
  return snippets
}

/** The first `ts` block of a page: of a package's README, the one with which it begins. */
export function firstSnippetOf(text: string): string | undefined {
  return blocksOf('', text).find(({ info }) => info[0] === 'ts')?.code
}

function blocksOf(page: string, text: string): readonly Block[] {
  return [...text.matchAll(/^(?<fence>`{3,})(?<info>[^\n`]*)\n(?<code>.*?)^\k<fence>[ ]*$/gms)].map((match) => {
    const { info = '', code = '' } = match.groups ?? {}
    const line = text.slice(0, match.index).split('\n').length + 1
    return { page, line, code, info: info.trim().split(/[\s,]+/) }
  })
}
