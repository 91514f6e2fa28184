/** The commands that the READMEs show, followed word by word, but for the folder of the log. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { machinePorts, run } from '@grid-governance/cli'

const root = join(import.meta.dirname, '..', '..')
const before = process.cwd()
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'))
  process.chdir(root)
})
afterEach(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true, force: true })
})

it.each(['README.md', 'docs/zh-CN/README.md'])('every command of %s does what it says', async (page) => {
  const commands = commandsIn(readFileSync(join(root, page), 'utf8'))
  expect(commands.map(([name]) => name)).toEqual(['init', 'import', 'import', 'submit', 'submit', 'plans', 'tree', 'tree', 'verify'])
  for (const words of commands) {
    const said: string[] = []
    const ports = { ...machinePorts(), language: 'en' as const, print: (text: string) => { said.push(text) }, complain: (text: string) => { said.push(text) } }
    const code = await run(words.map((word) => word.replace('.story', folder)), ports)
    expect({ words, code, said: code === 0 ? [] : said }).toEqual({ words, code: 0, said: [] })
  }
})

/** The words behind `npm run gridgov --` on each line, without the remark at its end. */
function commandsIn(text: string): ReadonlyArray<ReadonlyArray<string>> {
  return [...text.matchAll(/^npm run gridgov -- (.*)$/gm)].map(([, line = '']) => line.replace(/ +#.*$/, '').split(' '))
}
