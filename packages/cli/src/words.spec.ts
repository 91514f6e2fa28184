/** The words: the same things are said in both languages, and the help names every command, option and exit code. */

import * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import * as domain from '@grid-governance/domain'
import * as eventSourcing from '@grid-governance/event-sourcing'
import { governanceCodec, governanceCommands, type Operation } from '@grid-governance/domain'
import { commandNames } from './command-names.ts'
import { commandSpecs } from './command-specs.ts'
import { endingOf, exitCodes } from './exit-codes.ts'
import { newTrial } from './testing/trial.ts'
import { en } from './words/en.ts'
import { languageNamed } from './words/language.ts'
import { operationEn } from './words/en/parts.ts'
import { zh } from './words/zh.ts'
import { codecProblemsZh } from './words/zh/codec-problems.ts'
import { operationZh } from './words/zh/parts.ts'
import { storeDetailZh } from './words/zh/store-details.ts'

/** Every rule of a value that codecs of the domain and the library have. */
const ruledNames = [...new Set([...Object.values(domain), ...Object.values(eventSourcing)]
  .filter((value) => value instanceof t.Type)
  .map(({ name }) => name)
  .filter((name) => /[( ]/.test(name) && !/[|{]/.test(name)))]

const storeDetails = [
  'it has format 2; this release knows formats up to 1', 'it has format 1; this release makes format 2', 'its format version is 3, which never was',
  'it is a SQLite database, but not an event log of grid-governance', 'it is a SQLite database, but not a file of read models of grid-governance',
  'it is a SQLite database, but not a file of outcomes of grid-governance', 'it is empty; there is no file of read models in it yet', 'the file is empty; there is no log in it yet',
  'there is no log in it yet', 'it is a directory', 'it is not a SQLite database', 'its schema is not what it was made with: models', 'the schema is not that of a log: models',
  'the log was opened for reading only', 'other processes keep the WAL busy', 'its directory may not be written, and a WAL waits to be folded in; open it once where it may be written',
  'this node ships SQLite 3.40.0; versions before 3.51.3 can corrupt a log', 'the event at position 3 is no longer there',
  'the event at position 1 (gridMap-440402, version 2), its link or the event before it is not what was written', 'stream 4 cannot be followed from version 3 back to 1; run verify',
  'at position 4 stands version 2 of stream 3, which was at 9; run verify', 'the saved head of stream 3 does not lead to its event; run verify', 'an event refers to type 3, which has no name',
]

describe('both languages', () => {
  it.each([
    ['facts', Object.keys(governanceCodec.declarations)],
    ['commands', Object.keys(governanceCommands)],
    ['rejections', Object.keys(en.rejections)],
    ['failures', Object.keys(endingOf)],
  ] as const)('have words for the same %s', (table, names) => {
    expect(Object.keys(en[table]).sort()).toEqual([...names].sort())
    expect(Object.keys(zh[table]).sort()).toEqual([...names].sort())
  })

  it('say one of one, and several of several', () => {
    const moves = (count: number) => operationEn({ kind: 'boundary', communityId: 'C1', moves: Array.from({ length: count }, (_, index) => ({ buildingId: `B${index}`, from: 'G1', to: 'G2' })) } as unknown as Operation)
    expect([moves(1), moves(2)]).toEqual(['move 1 building between grids of C1', 'move 2 buildings between grids of C1'])
  })

  it.each([
    [['G1', 'G2'], ['440402001001011'], 'plan P1 holds G1, G2 in C1 until 2020-03-01', '方案 P1 占用 C1 的 G1、G2，至 2020-03-01'],
    [[], ['440402001001011'], 'plan P1 holds the code 440402001001011 in C1 until 2020-03-01', '方案 P1 占用 C1 的代码 440402001001011，至 2020-03-01'],
    [[], ['440402001001011', '440402001001012'], 'plan P1 holds the codes 440402001001011, 440402001001012 in C1 until 2020-03-01', '方案 P1 占用 C1 的代码 440402001001011、440402001001012，至 2020-03-01'],
    [[], [], 'plan P1 holds the number of grids in C1 until 2020-03-01', '方案 P1 占用 C1 的网格数，至 2020-03-01'],
  ])('say what a plan holds: %s and %s', (gridIds, codes, english, chinese) => {
    const data = { communityId: 'C1', planId: 'P1', gridIds, codes, gridCountChange: 1, takesEffectOn: '2020-03-01' } as never
    expect(en.facts.GridsReserved.says(data)).toBe(english)
    expect(zh.facts.GridsReserved.says(data)).toBe(chinese)
  })

  it('say what a plan holds in the register, codes or only communities', () => {
    const held = (codes: ReadonlyArray<string>) => ({ planId: 'P1', codes, communityIds: ['C9'], takesEffectOn: '2020-03-01' }) as never
    expect([en.facts.DivisionCodesReserved.says(held(['440402001009'])), en.facts.DivisionCodesReserved.says(held([]))]).toEqual(['plan P1 holds 440402001009 until 2020-03-01', 'plan P1 holds C9 until 2020-03-01'])
    expect(zh.facts.DivisionCodesReserved.says(held([]))).toBe('方案 P1 预留 C9，至 2020-03-01')
  })

  it('have no English word left in the Chinese names of facts and commands', () => {
    const names = [...Object.values(zh.facts).map(({ title }) => title), ...Object.values(zh.commands), ...Object.values(zh.headings)]
    expect(names.filter((name) => /[A-Za-z]/.test(name))).toEqual([])
  })

  it.each(ruledNames)('have the rule "%s" in Chinese, too', (name) => {
    const sentence = codecProblemsZh([`data.field is "x", expected ${name}`])
    expect(sentence).toMatch(/^data\.field 为 "x"，应为 /)
    expect(sentence.slice(sentence.indexOf('应为')).replace(/\w+（/, '').replace('clear@1', '')).not.toMatch(/[a-z]{3,}/)
  })

  it.each(storeDetails)('say in Chinese what a store says: %s', (detail) => {
    expect(storeDetailZh(detail).replaceAll(/SQLite|Node|verify|440402|gridMap|models/g, '')).not.toMatch(/[A-Za-z]{3,}/)
  })

  it('leave what the database says itself as it is', () => {
    expect(storeDetailZh('database disk image is malformed')).toBe('database disk image is malformed')
  })

  it('say what every operation of a plan asks for', () => {
    const merge = { kind: 'merge', communityId: 'C1', sources: ['G1', 'G2'], target: { gridId: 'G3', code: '1', name: 'x', continuing: false } } as unknown as Operation
    expect(operationEn(merge)).toBe('merge G1 and G2 into G3')
    expect(operationZh(merge)).toBe('将 G1、G2 合并为 G3')
  })
})

describe('the language', () => {
  it.each([['zh', 'zh-CN'], ['zh_CN.UTF-8', 'zh-CN'], ['ZH-cn', 'zh-CN'], ['en_GB.UTF-8', 'en'], ['fr_FR', undefined], ['C', undefined], ['', undefined]])('%s is %s', (name, language) => {
    expect(languageNamed(name)).toBe(language)
  })
})

describe('the help', () => {
  it.each(['en', 'zh-CN'] as const)('names every command, option and exit code in %s', async (language) => {
    const trial = newTrial()
    trial.speak(language)
    const { out, code } = await trial.gridgov('--help')
    expect(code).toBe(0)
    for (const name of commandNames) expect(out).toContain(name)
    for (const exitCode of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`^  ${exitCode}  `, 'm'))
  })

  it.each(commandNames.map((name) => [name] as const))('of %s has examples that the command line understands', async (name) => {
    const trial = newTrial()
    for (const words of [[name, '--help'], ['help', name]]) {
      const { out, code } = await trial.gridgov(...words)
      expect(code).toBe(0)
      for (const example of commandSpecs[name].examples) expect(out).toContain(example)
    }
    for (const example of commandSpecs[name].examples) {
      const line = example.replace(/ > .*$/, '').replaceAll('5c1f...', '5c1f'.repeat(16))
      expect((await trial.type(line)).code, line).not.toBe(exitCodes.usage)
    }
  })
})

describe('exit codes', () => {
  it('keep their numbers', () => {
    expect(exitCodes).toEqual({ done: 0, refused: 1, usage: 2, input: 3, log: 4, defect: 5 })
  })

  it('tell a fault of gridgov itself from all others', async () => {
    const trial = newTrial()
    trial.replaceLog('x.db', (store) => ({ ...store, head: () => { throw new Error('head is missing') } }))
    const printed = await trial.gridgov('tree', 'x.db')
    expect(printed).toMatchObject({ code: 5, out: '' })
    expect(printed.err).toContain('a fault of gridgov itself: head is missing.')
  })
})
