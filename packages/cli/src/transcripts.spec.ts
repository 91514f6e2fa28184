/**
 * The transcripts in `../transcripts`: whole uses of gridgov on real files, run and compared word by word. A fenced block with a file name is a
 * file that somebody wrote; `<!-- clock ... -->` sets the clock; in `console` blocks the lines behind `$` are run. After a change on
 * purpose run with -u, and read the difference.
 */

import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { typedWords } from './testing/typed-words.ts'

const transcripts = globSync(join(import.meta.dirname, '..', 'transcripts', '*.md')).sort()

describe('the transcripts', () => {
  it.each(transcripts.map((path) => [basename(path), path] as const))('%s says what gridgov prints', async (_, path) => {
    const trial = newFileTrial()
    trial.speak(path.endsWith('.zh-CN.md') ? 'zh-CN' : 'en')
    try {
      const replayed = await replay(readFileSync(path, 'utf8'), trial)
      await expect(replayed).toMatchFileSnapshot(path)
    } finally {
      trial.end()
    }
  })

  it('are there', () => {
    expect(transcripts.length).toBeGreaterThanOrEqual(2)
  })
})

/** The same page with what is printed now. */
async function replay(page: string, trial: FileTrial): Promise<string> {
  const parts = page.split(/(^```[^\n]*\n[\s\S]*?^```$|^<!-- clock [^\n]* -->$)/m)
  const seen = { head: '' }
  const replayed: string[] = []
  for (const part of parts) replayed.push(await replayPart(part, trial, seen))
  return replayed.join('')
}

async function replayPart(part: string, trial: FileTrial, seen: { head: string }): Promise<string> {
  const clock = /^<!-- clock (.*) -->$/.exec(part)?.[1]
  if (clock !== undefined) trial.setNow(clock)
  const [, language, name, content = ''] = /^```(\w*) ?([^\n]*)\n([\s\S]*?)^```$/m.exec(part) ?? []
  if (name !== undefined && name !== '') trial.writeFile(name, content)
  if (language !== 'console') return part
  const commands = content.split('\n').filter((line) => line.startsWith('$ '))
  const said: string[] = []
  for (const command of commands) said.push(await replayCommand(command, trial, seen))
  return `\`\`\`console\n${said.join('\n')}\`\`\``
}

/** `<head>` stands for the head that was printed last: its link is another for every version of the facts. */
async function replayCommand(command: string, trial: FileTrial, seen: { head: string }): Promise<string> {
  const { code, out, err } = await trial.gridgov(...typedWords(command.replace('<head>', seen.head)).slice(2))
  seen.head = /\d+:[0-9a-f]{64}/.exec(out)?.[0] ?? seen.head
  const printed = [out, err].filter((text) => text !== '').join('\n')
  const ending = code === 0 ? '' : `(exit code ${code})\n`
  return `${command}\n${printed.replaceAll(/[0-9a-f]{64}/g, '<link>')}\n${ending}`
}
