// Every link of the documentation leads to a file, and to a heading of it where it names one.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../workspace.ts'

const pages = globSync(['README.md', 'docs/**/*.md', 'packages/*/README.md', 'packages/domain/src/**/rules.md', 'examples/**/*.md'], {
  cwd: root,
  exclude: (name) => name === 'node_modules',
})

describe('a link', () => {
  it.each(pages)('of %s leads somewhere', (page) => {
    expect(brokenLinks(page, readFileSync(join(root, page), 'utf8'))).toEqual([])
  })

  it('that leads nowhere is found', () => {
    const text = '[a](no-such.md) [b](README.md#no-such-heading) [c](package.json) [d](https://example.org/x) `[e](no-such.md)`\n```\n[f](no-such.md)\n```\n'
    expect(brokenLinks('page.md', text)).toEqual(['no-such.md', 'README.md#no-such-heading'])
  })
})

function brokenLinks(page: string, text: string): readonly string[] {
  const prose = text.replaceAll(/^(`{3,})[^]*?^\1\s*$/gm, '').replaceAll(/`[^`\n]*`/g, 'code')
  const links = [...prose.matchAll(/\]\((?<link>[^)\s]+)\)/g)].map((match) => match.groups?.['link'] ?? '')
  return links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link))
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#')
  const file = path === '' ? join(root, page) : join(root, dirname(page), path)
  if (!existsSync(file)) return false
  return heading === undefined || headingsOf(readFileSync(file, 'utf8')).includes(decodeURIComponent(heading))
}

/** The headings of a page as their links name them. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '').trim().replaceAll(' ', '-'),
  )
}
