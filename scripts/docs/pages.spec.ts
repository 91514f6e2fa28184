// A generated page that was not written again after the code changed is found.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stalePages } from './pages.ts'

describe('a generated page', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'))
    writeFileSync(join(folder, 'facts.md'), 'old')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is fresh when it is what the code makes of it', () => {
    expect(stalePages({ 'facts.md': 'old' }, folder)).toEqual([])
  })

  it('is stale when it differs or is missing', () => {
    expect(stalePages({ 'facts.md': 'new', 'commands.md': 'new' }, folder)).toEqual(['facts.md', 'commands.md'])
  })
})
