/**
 * Every use of gridgov that the transcripts show, on a file and on a database (the double): the same answers, in the same words, but for positions, which have gaps
 * there, and for the name of the log.
 */

import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shellWord } from './output/shell-word.ts'
import { startDatabaseLog } from './testing/database-log.ts'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { typedWords } from './testing/typed-words.ts'

/** Moving a log is a matter of two stores at once, and has a spec of its own. */
const transcripts = globSync(join(import.meta.dirname, '..', 'transcripts', '*.md')).filter((path) => !basename(path).startsWith('transfer')).sort()

/** One step of a use: the clock is set, a file is written, or a command is typed. */
type Step = { readonly clock: string } | { readonly file: string, readonly content: string } | { readonly words: ReadonlyArray<string> }

interface Answered {
  readonly command: string
  readonly code: number
  readonly answer: unknown
  readonly complaints: string
}

describe('gridgov on a database', () => {
  it.each(transcripts.map((path) => [basename(path), path] as const))('answers the uses of %s as on a file', { timeout: 120_000 }, async (_, path) => {
    const language = path.endsWith('.zh-CN.md') ? 'zh-CN' : 'en'
    const steps = stepsIn(readFileSync(path, 'utf8'))
    const [onFile, onDatabase] = [await usesOnFile(steps, language), await usesOnDatabase(steps, language)]
    expect(onDatabase.length).toBeGreaterThan(5)
    for (const [place, answered] of onDatabase.entries()) expect(answered).toEqual(onFile[place])
  })
})

/** What has a meaning in a database, too: only a file is copied, and only a file can be missing. */
function stepsIn(page: string): ReadonlyArray<Step> {
  return page.split(/(^```[^\n]*\n[\s\S]*?^```$|^<!-- clock [^\n]* -->$)/m).flatMap((part): ReadonlyArray<Step> => {
    const clock = /^<!-- clock (.*) -->$/.exec(part)?.[1]
    if (clock !== undefined) return [{ clock }]
    const [, language, name, content = ''] = /^```(\w*) ?([^\n]*)\n([\s\S]*?)^```$/m.exec(part) ?? []
    if (name !== undefined && name !== '') return [{ file: name, content }]
    if (language !== 'console') return []
    return content.split('\n').filter((line) => line.startsWith('$ ')).map((line) => ({ words: typedWords(line).slice(2) }))
      .filter(({ words: [command, log] }) => command !== 'backup' && command !== 'restore' && logs.includes(log ?? ''))
  })
}

const logs = ['demo.db', '试验.db']

async function usesOnFile(steps: ReadonlyArray<Step>, language: 'en' | 'zh-CN'): Promise<ReadonlyArray<Answered>> {
  return await using(language, async (trial) => await takeSteps(steps, trial, (words) => Promise.resolve(words)))
}

async function usesOnDatabase(steps: ReadonlyArray<Step>, language: 'en' | 'zh-CN'): Promise<ReadonlyArray<Answered>> {
  return await using(language, async (trial) => {
    const log = await startDatabaseLog({ now: trial.now })
    try {
      const answered = await takeSteps(steps, trial, async ([command = '', , ...others]) => [command, log.address, ...await withPosition(others, log.positions)])
      const positions = await log.positions()
      return answered.map((one) => ({ ...one, answer: asOnFile(one.answer, log.address, positions), complaints: textAsOnFile(one.complaints, log.address, positions) }))
    } finally {
      await log.stop()
    }
  })
}

async function using<A>(language: 'en' | 'zh-CN', work: (trial: FileTrial) => Promise<A>): Promise<A> {
  const trial = newFileTrial()
  trial.speak(language)
  try {
    return await work(trial)
  } finally {
    trial.end()
  }
}

async function takeSteps(steps: ReadonlyArray<Step>, trial: FileTrial, meant: (words: ReadonlyArray<string>) => Promise<ReadonlyArray<string>>): Promise<ReadonlyArray<Answered>> {
  const answered: Answered[] = []
  for (const step of steps) {
    if ('clock' in step) trial.setNow(step.clock)
    else if ('file' in step) trial.writeFile(step.file, step.content)
    else {
      const words = [...await meant(step.words), ...step.words[0] === 'projections' ? ['--models', 'm.db'] : []]
      const { code, out, err } = await trial.gridgov(...asJson(words))
      answered.push({ command: step.words.join(' '), code, answer: out === '' ? '' : JSON.parse(out) as unknown, complaints: nameless(err) })
    }
  }
  return answered.map((one) => ({ ...one, answer: nameless(one.answer) }))
}

function asJson(words: ReadonlyArray<string>): ReadonlyArray<string> {
  const place = words.indexOf('--format')
  return [...place === -1 ? words : words.toSpliced(place, 2), '--format', 'json']
}

/** The position that an option names, as the database counts it. */
async function withPosition(words: ReadonlyArray<string>, positions: () => Promise<ReadonlyArray<number>>): Promise<ReadonlyArray<string>> {
  const place = words.indexOf('--position')
  return place === -1 ? words : words.with(place + 1, String((await positions())[Number(words[place + 1])]))
}

/** Positions as a store without gaps would count them, and the name of the file for the address. */
function asOnFile(value: unknown, address: string, positions: ReadonlyArray<number>): unknown {
  if (typeof value === 'string') return textAsOnFile(value, address, positions)
  if (Array.isArray(value)) return value.map((item) => asOnFile(item, address, positions))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeof item === 'number' && /position$/i.test(key) ? positions.indexOf(item) : asOnFile(item, address, positions)]))
}

function textAsOnFile(text: string, address: string, positions: ReadonlyArray<number>): string {
  // In a command to type, the address is in quotes.
  return text.replaceAll(shellWord(address), 'LOG').replaceAll(address, 'LOG').replaceAll(/(position |位置 ?)(\d+)/g, (_, before: string, position: string) => `${before}${positions.indexOf(Number(position))}`)
    .replaceAll(/\b(\d+):([0-9a-f]{64})/g, (_, position: string, link: string) => `${positions.indexOf(Number(position))}:${link}`)
}

/**
 * Without the names of the files, and without what a database says otherwise: how many events a projection is behind, and that it keeps no chain. The models of lineage
 * hold positions, by which they order what takes effect on one day, so that the sample of them that `--check` takes is another.
 */
function nameless<A>(value: A): A {
  if (typeof value === 'string') return verified(logs.reduce((text, log) => text.replaceAll(log, 'LOG'), value as string)) as A
  if (Array.isArray(value)) return value.map(nameless) as A
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'lag' && item !== 0 ? 'some' : key === 'fingerprint' && 'compared' in value ? 'of a sample' : nameless(item as unknown)])) as A
}

/** What `verify` says, as far as it is the same: how much there is, and the head of the chain, which is that of the file to the last bit. */
function verified(text: string): string {
  const head = /\b\d+:[0-9a-f]{64}/.exec(text)?.[0]
  return head ?? (/^(The log is sound|日志完好)/.test(text) ? (text.match(/\d+/g) ?? []).join(' and ') : text)
}
