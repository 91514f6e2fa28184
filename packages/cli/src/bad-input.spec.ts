/**
 * Every bad input: each is met with one clear sentence in both languages, a non-zero exit, and nothing half-written. The sentences are
 * kept in `../bad-input.md`, where they can be read; run with -u after changing one on purpose.
 */

import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, vi } from 'vitest'
import type { JsonObject } from '@grid-governance/event-sourcing'
import { memoryStore } from '@grid-governance/event-store'
import { divisions } from '@grid-governance/projections-grids'
import { onDatabases, password } from './testing/bad-databases.ts'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { divisionsCsv, gridsCsv, renameGrid, smallDistrict, splitPlan } from './testing/samples.ts'
import { failingAfter, newTrial, type Trial } from './testing/trial.ts'
import { typedWords } from './testing/typed-words.ts'

interface BadInput {
  /** What is done to the small district before. */
  readonly given?: (trial: Trial) => void | Promise<void>
  readonly type: string
  readonly code: number
}

interface BadFile {
  readonly given: (trial: FileTrial) => void | (() => void) | Promise<void>
  /** What holds only while the command runs; answers with how it is undone. */
  readonly meanwhile?: () => () => void
  readonly type: string
  readonly code: number
}

const onCommands: Readonly<Record<string, BadInput>> = {
  'no command': { type: 'gridgov', code: 2 },
  'an unknown command': { type: 'gridgov tres x.db', code: 2 },
  'an unknown option': { type: 'gridgov tree x.db --deep', code: 2 },
  'a missing argument': { type: 'gridgov lineage x.db', code: 2 },
  'a missing option': { type: 'gridgov init y.db --name 香洲区', code: 2 },
  'an option without a value': { type: 'gridgov tree x.db --as-of', code: 2 },
  'an argument too many': { type: 'gridgov tree x.db y.db', code: 2 },
  'a day that does not exist': { type: 'gridgov tree x.db --as-of 2019-02-29', code: 2 },
  'a place that is none': { type: 'gridgov tree x.db --as-known-at yesterday', code: 2 },
  'a position beyond the log': { type: 'gridgov tree x.db --as-known-at 9999', code: 2 },
  'a head that is none': { type: 'gridgov verify x.db --head 12', code: 2 },
  'a format that is none': { type: 'gridgov tree x.db --format xml', code: 2 },
  'the execution of what is not due': { type: 'gridgov run-due x.db --on 2019-03-01 --commit', code: 2 },
  'days in reverse': { type: 'gridgov lineage x.db G440402001001001 --from 2019-01-02 --to 2019-01-01', code: 2 },
  'two searches at once': { type: 'gridgov trail x.db --actor a --document b', code: 2 },
  'another district than that of the log': { type: 'gridgov tree x.db --district 440403', code: 2 },
  'a deadline as of a day that does not exist': { type: 'gridgov deadlines x.db --as-of 2019-13-01', code: 2 },
  'a unit that is not there': { type: 'gridgov history x.db G1', code: 1 },
  'a lineage up to two days': { type: 'gridgov lineage x.db G440402001001001 --from 2018-08-01 --to 2019-01-01 --as-of 2018-12-01', code: 2 },
  'an explanation of what there is not': { type: 'gridgov explain x.db street T440402001', code: 2 },
  'an explanation of a figure that there is not': { type: 'gridgov explain x.db grid G440402001001001 colour', code: 2 },
  'an explanation of a model that there is not': { type: 'gridgov explain x.db model towns/440402', code: 2 },
  'an explanation of a key that no fact touches': { type: 'gridgov explain x.db model divisions/440403 name', code: 1 },
  'an explanation of a grid that is not there': { type: 'gridgov explain x.db grid G1 name', code: 1 },
  'an explanation of a unit that is not in the tree': { type: 'gridgov explain x.db tree C9 grids', code: 1 },
  'an explanation of a lineage without its first day': { type: 'gridgov explain x.db lineage G440402001001001 whole', code: 2 },
  'an explanation of a lineage up to two days': { type: 'gridgov explain x.db lineage G440402001001001 whole --from 2018-08-01 --to 2019-01-01 --as-of 2018-12-01', code: 2 },
  'an explanation that names no unit': { type: 'gridgov explain x.db grid', code: 2 },
  'a log that is not there': { type: 'gridgov tree y.db', code: 4 },
  'a log that was not set up': { given: (trial) => { trial.replaceLog('y.db', (store) => store) }, type: 'gridgov tree y.db', code: 4 },
  'a log of another district': { type: 'gridgov init x.db --district 440403 --name 斗门区', code: 1 },
  'a clock behind the log': { given: (trial) => { trial.setNow('2018-12-31T00:00:00+08:00'); trial.writeFile('c.json', JSON.stringify(renameGrid('新名'))) }, type: 'gridgov submit x.db c.json --commit', code: 4 },
  'a full disk': { given: (trial) => { trial.writeFile('c.json', JSON.stringify(renameGrid('新名'))); trial.replaceLog('x.db', failingAfter(0, { tag: 'StoreUnavailable', reason: 'full', where: 'x.db', detail: 'database or disk is full' })) }, type: 'gridgov submit x.db c.json --commit', code: 4 },
}

const onCsv: Readonly<Record<string, BadInput>> = {
  'a CSV file that is not there': { type: 'gridgov import x.db nowhere.csv', code: 3 },
  'an empty CSV file': csv(''),
  'a CSV file with a header only': csv('community_code,community_name,street_code,street_name\n'),
  'a CSV file with another header': csv('code,name\n1,2\n'),
  'a CSV file that is not text': { given: (trial) => { trial.writeFile('bad.csv', Uint8Array.from([0xc9, 0xe7, 0xc7, 0xf8])) }, type: 'gridgov import x.db bad.csv', code: 3 },
  'an open quotation mark': csv(`${divisionsCsv}440402002002,"丁社区,440402002,西街道\n`),
  'text behind a quotation mark': csv(`${divisionsCsv}440402002002,"丁"社区,440402002,西街道\n`),
  'a cell too few': csv(`${divisionsCsv}440402002002,丁社区,440402002\n`),
  'a code of the wrong length': csv(`${divisionsCsv}44040200200,丁社区,440402002,西街道\n`),
  'a community outside of its street': csv(`${divisionsCsv}440402002002,丁社区,440402001,东街道\n`),
  'a street of another district': csv(`${divisionsCsv}440403001001,丁社区,440403001,东街道\n`),
  'the same community twice': csv(`${divisionsCsv}440402002001,丙社区,440402002,西街道\n`),
  'one street with two names': csv(`${divisionsCsv}440402002002,丁社区,440402002,南街道\n`),
  'communities that are registered already': csv(`${divisionsCsv}\n`),
  'a community that is not in the register': csv(`${gridsCsv}440402009001,440402009001001,网格,00001,1,2\n`),
  'a number of households that is none': csv(`${gridsCsv}440402002001,440402002001001,网格,00001,many,2\n`),
  'a number of households beyond all measure': csv(`${gridsCsv}440402001002,440402001002002,乙二网格,00009,1000000001,2\n`),
  'a name that would move the cursor, on a line behind empty ones': csv(`${divisionsCsv}\n\n440402002002,"丁\u202e社\n区",440402002,西街道\n`),
  'a header in the other language than was said': { ...csv('社区代码,社区名称,街道代码,街道名称\n440402002002,丁社区,440402002,西街道\n'), type: 'gridgov import x.db bad.csv --header en' },
  'a street of the register under another name': csv('community_code,community_name,street_code,street_name\n440402002002,丁社区,440402002,南街道\n'),
  'the same building twice': csv(`${gridsCsv}440402001002,440402001002002,乙二网格,00002,1,2\n`),
  'grids that the rules refuse': csv('community_code,grid_code,grid_name,building_number,households,residents\n440402002001,440402002001001,网格,00001,1,2\n'),
  'several mistakes': csv(`${divisionsCsv}1,丁社区,440402002,西街道\n440402002003,"x"y,440402002,西街道\n440402002001,丙社区,440402002,西街道\n`),
}

const onJson: Readonly<Record<string, BadInput>> = {
  'a file that is not JSON': json('{\n  "type": "RenameGrid",\n}'),
  'a comma before the end of a list': json('[\n  {},\n]\n\n'),
  'a word that JSON does not know': json('{\n  "type": rename\n}\n\n'),
  'a value that is missing': json('{\n  "type":\n}\n\n'),
  'a comment in JSON': json('// rename\n{}\n'),
  'JSON that ends too early': json('{\n  "type": "RenameGrid"'),
  'a key that is given twice': json('{\n  "type": "RenameGrid",\n  "data": { "name": "a", "name": "b" }\n}'),
  'JSON that is nested without end': json('['.repeat(5000)),
  'JSON that is not UTF-8': { given: (trial) => { trial.writeFile('bad.json', Uint8Array.from([0x22, 0xc9, 0xe7, 0x22])) }, type: 'gridgov submit x.db bad.json --commit', code: 3 },
  'a name of two lines': json(JSON.stringify(renameGrid('新\n名'))),
  'a file without commands': json('[]'),
  'a command of an unknown type': json(JSON.stringify({ type: 'PaintGrid', data: {} })),
  'a field of a wrong type': json(JSON.stringify(renameGrid(7))),
  'a field that no command knows': json(JSON.stringify({ ...renameGrid('新名'), colour: 'red' })),
  'one command id twice in a file': json(JSON.stringify([renameGrid('新名', { commandId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' }), renameGrid('另名', { commandId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' })])),
  'a command id that was used for something else': { ...json(JSON.stringify(renameGrid('新名', { commandId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' })), 1), given: usedCommandId },
  'a stale expected version': json(JSON.stringify(renameGrid('新名', { expectedVersion: 1 })), 1),
  'a command that follows from plans': json(JSON.stringify({ type: 'ReleaseGrids', data: { districtId: '440402', communityId: 'C440402001001', planId: 'P1' } }), 1),
  'a structural command without a document': json(JSON.stringify({ ...renameGrid('新名'), authority: undefined }), 1),
}

const onModels: Readonly<Record<string, BadInput>> = {
  'an unknown action': { type: 'gridgov projections x.db biuld', code: 2 },
  'two views at once': { type: 'gridgov projections x.db --blocked --check', code: 2 },
  'an action without its projection': { type: 'gridgov projections x.db switch', code: 2 },
  'a projection too many': { type: 'gridgov projections x.db switch divisions lineage', code: 2 },
  'a projection that is none': { type: 'gridgov projections x.db drop divisions@one', code: 2 },
  'a projection that is not shipped': { type: 'gridgov projections x.db build divisions@9', code: 2 },
  'a skip without a reason': { type: 'gridgov projections x.db skip divisions --key 440402 --position 3', code: 2 },
  'a position of a fact that is none': { type: 'gridgov projections x.db skip divisions --key 440402 --position three --reason 误记', code: 2 },
  'read models that were not built': { type: 'gridgov projections x.db --blocked', code: 4 },
  'a log that is not there, beside which models would be built': { type: 'gridgov projections y.db build', code: 4 },
  'a version that was never built': { given: built, type: 'gridgov projections x.db switch divisions@9 --commit', code: 1 },
  'a version that answers, to be dropped': { given: built, type: 'gridgov projections x.db drop divisions --commit', code: 1 },
  'a key that has no model': { given: built, type: 'gridgov projections x.db resume divisions --key 440403', code: 1 },
  'a fact that does not touch the key': { given: built, type: 'gridgov projections x.db skip divisions --key 440402 --position 9999 --reason 误记 --commit', code: 1 },
  'a projection that another process runs': { given: held, type: 'gridgov projections x.db build divisions', code: 4 },
  'a log that was cut behind its models': { given: swapped, type: 'gridgov projections x.db', code: 4 },
  'another log in the place of the one that was built from': { given: swapped, type: 'gridgov projections x.db build divisions', code: 4 },
  'a version that has not caught up': { given: behind, type: 'gridgov projections x.db switch community-grids --commit', code: 1 },
}

const onFiles: Readonly<Record<string, BadFile>> = {
  'a log that is not there': { given: () => undefined, type: 'gridgov verify y.db', code: 4 },
  'a log in a folder that is not there': { given: () => undefined, type: 'gridgov init nowhere/y.db --district 440402 --name 模拟区', code: 3 },
  'a backup to a folder that is not there': { given: () => undefined, type: 'gridgov backup x.db nowhere/y.db', code: 3 },
  'a directory': { given: () => undefined, type: 'gridgov tree .', code: 4 },
  'a text file in the place of a log': { given: (trial) => { trial.writeFile('y.db', 'hello') }, type: 'gridgov tree y.db', code: 4 },
  'a foreign SQLite file': { given: () => { sql('y.db', 'CREATE TABLE t (a)') }, type: 'gridgov tree y.db', code: 4 },
  'a log of a newer release': { given: () => { sql('x.db', 'PRAGMA user_version = 99') }, type: 'gridgov tree x.db', code: 4 },
  'a log that another process is writing to': { given: lock, type: 'gridgov submit x.db c.json --commit', code: 4 },
  'a log that may not be written': { given: forbidWriting, type: 'gridgov submit x.db c.json --commit', code: 4 },
  'a log that may not be read': { given: () => undefined, meanwhile: forbidReading, type: 'gridgov tree x.db', code: 4 },
  'a log whose pages are damaged': { given: () => { overwrite('x.db', 8192, 60_000) }, type: 'gridgov tree x.db', code: 4 },
  'a log that was cut short': { given: () => { cutTo(0.5) }, type: 'gridgov tree x.db', code: 4 },
  'a log that was cut short, and its verification': { given: () => { cutTo(0.5) }, type: 'gridgov verify x.db', code: 4 },
  'an altered event, and the verification': { given: alterEvent, type: 'gridgov verify x.db', code: 1 },
  'an altered event, and the tree': { given: alterEvent, type: 'gridgov tree x.db', code: 4 },
  'an altered event, and a lineage': { given: alterEvent, type: 'gridgov lineage x.db G440402001001001 --from 2018-08-01', code: 4 },
  'an altered event, and a history of something else': { given: alterEvent, type: 'gridgov history x.db G440402001002001', code: 4 },
  'an altered event, and a trail': { given: alterEvent, type: 'gridgov trail x.db --actor nobody', code: 4 },
  'an altered event, and commands that would be tried': { given: alterEvent, type: 'gridgov submit x.db c.json', code: 4 },
  'an altered event, and commands': { given: alterEvent, type: 'gridgov submit x.db c.json --commit', code: 4 },
  'an altered plan, and plans that would be due': { given: alterPlan, type: 'gridgov run-due x.db', code: 4 },
  'an altered plan, and plans that are due': { given: alterPlan, type: 'gridgov run-due x.db --commit', code: 4 },
  'an altered event, and an import': { given: alterDivisions, type: 'gridgov import x.db grids.csv --as-of 2018-07-01', code: 4 },
  'a removed event, and the tree': { given: () => { behindTheTriggers('DELETE FROM events WHERE position = 10') }, type: 'gridgov tree x.db', code: 4 },
  'a removed event, and commands': { given: () => { behindTheTriggers('DELETE FROM events WHERE position = 9') }, type: 'gridgov submit x.db c.json --commit', code: 4 },
  'two events that changed places, and a history': { given: exchangeEvents, type: 'gridgov history x.db G440402001001001', code: 4 },
  'two events that changed places, and commands': { given: exchangeEvents, type: 'gridgov submit x.db c.json --commit', code: 4 },
  'outcomes that are not there': { given: () => undefined, type: 'gridgov deadlines x.db --outcomes y.outcomes.db', code: 3 },
  'a log in the place of outcomes': { given: () => undefined, type: 'gridgov deadlines x.db --outcomes x.db', code: 3 },
  'an altered event that cannot be understood any more': { given: () => { rewrite(/"earlierHistory":"unknown"/g, '"earlierHistory":"unheard"') }, type: 'gridgov tree x.db', code: 4 },
  'a backup over a file that is there': { given: () => undefined, type: 'gridgov backup x.db divisions.csv', code: 3 },
  'a backup to a folder that may not be written': { given: () => { mkdirSync('closed'); chmodSync('.', 0o777) }, meanwhile: () => steppingDown(() => undefined), type: 'gridgov backup x.db closed/b.db', code: 4 },
  'a restore to a folder that may not be written': { given: backUp, meanwhile: () => steppingDown(() => undefined), type: 'gridgov restore b.db z.db', code: 4 },
  'a backup of a log with a damaged page': { given: () => { overwrite('x.db', 4096 * 6, 4096 * 7) }, type: 'gridgov backup x.db b.db', code: 4 },
  'a backup of an altered log': { given: alterEvent, type: 'gridgov backup x.db b.db', code: 4 },
  'a backup of a log that was cut short': { given: () => { cutTo(0.5) }, type: 'gridgov backup x.db b.db', code: 4 },
  'a restore of an altered backup': { given: alterEvent, type: 'gridgov restore x.db z.db', code: 4 },
  'a restore of a backup that was cut short': { given: () => { cutTo(0.5) }, type: 'gridgov restore x.db z.db', code: 4 },
  'a transfer of a log that is not there': { given: () => undefined, type: 'gridgov transfer y.db z.db', code: 4 },
  'a transfer to a folder that is not there': { given: () => undefined, type: 'gridgov transfer x.db nowhere/z.db', code: 3 },
  'a transfer over a file that is no log': { given: () => undefined, type: 'gridgov transfer x.db divisions.csv', code: 4 },
  'a transfer over another log': { given: otherLog, type: 'gridgov transfer x.db other.db', code: 4 },
  'a transfer over what was begun with another log': { given: begunWithOther, type: 'gridgov transfer x.db z.db', code: 4 },
  'a transfer of an altered log': { given: alterEvent, type: 'gridgov transfer x.db z.db', code: 4 },
  'a transfer of a log that was cut short': { given: () => { cutTo(0.5) }, type: 'gridgov transfer x.db z.db', code: 4 },
  'a transfer to a folder that may not be written': { given: () => { mkdirSync('closed'); chmodSync('.', 0o777) }, meanwhile: () => steppingDown(() => undefined), type: 'gridgov transfer x.db closed/z.db', code: 4 },
  'a transfer with outcomes that are not there': { given: () => undefined, type: 'gridgov transfer x.db z.db --outcomes x.outcomes.db', code: 3 },
  'a transfer to a database with outcomes for which no file is named': { given: () => undefined, type: 'gridgov transfer x.db esdb://127.0.0.1:2113?tls=false --outcomes x.outcomes.db', code: 2 },
  'read models of a newer release': { given: () => { models('PRAGMA user_version = 99') }, type: 'gridgov projections x.db', code: 4 },
  'read models of an older release': { given: () => { models('PRAGMA user_version = 1') }, type: 'gridgov projections x.db --check', code: 4 },
  'a log in the place of read models': { given: () => undefined, type: 'gridgov projections x.db --models x.db', code: 4 },
  'read models whose tables were altered': { given: () => { models('DROP TABLE models') }, type: 'gridgov projections x.db', code: 4 },
  'read models in a folder that is not there': { given: () => undefined, type: 'gridgov projections x.db build --models nowhere/m.db', code: 3 },
  'a restore of another log than was pinned': { given: () => undefined, type: `gridgov restore x.db z.db --head 12:${'0'.repeat(64)}`, code: 4 },
}

const onTables: Readonly<Record<string, BadFile>> = {
  'a table that is not there': asking('gridgov sql x.db "select * from gridz"'),
  'a column that is not there': asking('gridgov sql x.db "select colour from grids"'),
  'a SELECT that is misspelt': asking('gridgov sql x.db "selec * from grids"'),
  'a value of another type': asking(`gridgov sql x.db "select * from grids where valid_from > 'spring'"`),
  'no SELECT': asking('gridgov sql x.db'),
  'an empty SELECT': asking('gridgov sql x.db ""'),
  'two statements': asking('gridgov sql x.db "select 1; select 2"'),
  'an INSERT': asking('gridgov sql x.db "insert into grids select * from grids"'),
  'a CREATE TABLE': asking('gridgov sql x.db "create table mine as select * from grids"'),
  'a COPY to a file': asking(`gridgov sql x.db "copy grids to 'out.csv'"`),
  'a setting': asking('gridgov sql x.db "set enable_external_access = true"'),
  'a SELECT from a file': asking(`gridgov sql x.db "select * from read_csv('divisions.csv')"`),
  'a SELECT from the network': asking(`gridgov sql x.db "select * from read_parquet('https://example.org/x.parquet')"`),
  'an answer that is too long': asking('gridgov sql x.db "select * from range(100001)"'),
  'an export of a table that is not there': asking('gridgov export x.db --table gridz --to out.csv'),
  'an export of a table and a SELECT': asking('gridgov export x.db --table grids --sql "select 1" --to out.csv'),
  'an export of nothing': asking('gridgov export x.db --to out.csv'),
  'an export in a format that is none': asking('gridgov export x.db --table grids --to out.xls'),
  'an export of a DELETE': asking('gridgov export x.db --sql "delete from grids" --to out.csv'),
  'an export that fails half way': asking(`gridgov export x.db --sql "select error('half way') from grids" --to out.csv`),
  'an export to a folder that is not there': asking('gridgov export x.db --table grids --to nowhere/out.csv', 3),
  'an export over a file that is there': asking('gridgov export x.db --table grids --to divisions.csv', 3),
  'an export over a folder': asking('gridgov export x.db --table grids --to . --as csv --force', 3),
  'a question without the package for analysts': { ...asking('gridgov sql x.db "select * from grids"'), given: (trial) => { trial.withoutAnalytics() } },
}

const page: string[] = [
  '# Bad input', '',
  'What gridgov answers to bad input, in both languages, with its exit code. Written and checked by `src/bad-input.spec.ts`; the data is made up.', '',
]

describe.each([['The command line and the log', onCommands], ['CSV files', onCsv], ['JSON files', onJson], ['Read models', onModels]])('%s', (title, cases) => {
  it.each(Object.entries(cases))('%s is met with a sentence, a non-zero exit and nothing written', async (name, { given, type, code }) => {
    const trial = newTrial()
    await smallDistrict(trial)
    await given?.(trial)
    const before = await trial.countEvents('x.db')
    note(title, name, type, code, await said(trial, (line) => trial.type(line), type, code))
    expect(await trial.countEvents('x.db')).toBe(before)
  })
})

describe.each([['Files of logs', onFiles], ['SQL and exports', onTables]])('%s', (title, cases) => {
  it.each(Object.entries(cases))('%s is met with a sentence, a non-zero exit and nothing written', async (name, { given, meanwhile, type, code }) => {
    const trial = newFileTrial()
    let undo: (() => void) | void = undefined
    try {
      await smallDistrict(trial)
      trial.writeFile('c.json', JSON.stringify(renameGrid('新名')))
      undo = await given(trial)
      const before = readFileSync('x.db')
      const filesBefore = filesHere()
      undo = meanwhile?.() ?? undo
      const sentences = await said(trial, (line) => trial.gridgov(...typedWords(line).slice(1)), type, code)
      note(title, name, type, code, sentences)
      undo?.()
      undo = undefined
      expect(readFileSync('x.db').equals(before)).toBe(true)
      expect(filesHere()).toEqual(filesBefore)
    } finally {
      undo?.()
      trial.end()
    }
  })
})

describe('Databases', () => {
  it.each(Object.entries(onDatabases))('%s is met with a sentence, a non-zero exit and nothing written', { timeout: 60_000 }, async (name, { given, type, code }) => {
    const trial = newFileTrial({ answerWithinMs: 2000 })
    const warnings = vi.spyOn(console, 'warn')
    const database = await given(trial).catch((error: unknown) => { trial.end(); throw error })
    try {
      trial.writeFile('c.json', JSON.stringify(renameGrid('新名')))
      const [before, filesBefore] = [await database.held?.(), filesHere()]
      const sentences = await said(trial, (line) => trial.gridgov(...typedWords(line).slice(1).map((word) => word === 'LOG' ? database.address : word)), type, code)
      note('Databases', name, type, code, sentences.map(withoutPorts))
      expect(sentences.join()).not.toContain(password)
      expect(warnings).not.toHaveBeenCalled()
      expect(await database.held?.()).toEqual(before)
      expect(filesHere()).toEqual(filesBefore)
    } finally {
      warnings.mockRestore()
      await database.stop()
      trial.end()
    }
  })
})

it('keeps the sentences in bad-input.md', async () => {
  await expect(`${page.join('\n')}\n`).toMatchFileSnapshot('../bad-input.md')
})

async function said(
  trial: { readonly speak: Trial['speak'] }, run: (line: string) => ReturnType<Trial['type']>, line: string, code: number,
): Promise<ReadonlyArray<string>> {
  const sentences: string[] = []
  for (const language of ['en', 'zh-CN'] as const) {
    trial.speak(language)
    const printed = await run(line)
    expect(printed.code).toBe(code)
    const text = printed.err === '' ? printed.out : printed.err
    expect(text).not.toBe('')
    sentences.push(text)
  }
  return sentences
}

function note(title: string, name: string, line: string, code: number, sentences: ReadonlyArray<string>): void {
  if (!page.includes(`## ${title}`)) page.push(`## ${title}`, '')
  page.push(`**${name.charAt(0).toUpperCase()}${name.slice(1)}**: \`${line.replaceAll(/[0-9a-f]{64}/g, '…')}\`, exit code ${code}`, '', '```text', ...sentences.map(stable), '```', '')
}

/** What differs from run to run, and from machine to machine: links of the chain, and who found out that a file may not be written. */
function stable(text: string): string {
  return text.replaceAll(/[0-9a-f]{64}/g, '…').replace(/(cannot be (?:written|read) \(|不可[写读]（)[^)）]*/, '$1…')
}

function withoutPorts(text: string): string {
  return text.replaceAll(/(127\.0\.0\.1):\d+/g, '$1:2113')
}

function asking(type: string, code = 2): BadFile {
  return { given: () => undefined, type, code }
}

/** All that is here and holds something; what SQLite keeps beside a log comes and goes. */
function filesHere(): ReadonlyArray<string> {
  return readdirSync('.').filter((name) => !/-(wal|shm)$/.test(name)).map((name) => `${name} ${statSync(name).isFile() ? readFileSync(name, 'latin1') : ''}`)
}

function csv(content: string): BadInput {
  return { given: (trial) => { trial.writeFile('bad.csv', content) }, type: 'gridgov import x.db bad.csv --as-of 2018-07-01', code: 3 }
}

function json(content: string, code = 3): BadInput {
  return { given: (trial) => { trial.writeFile('bad.json', content) }, type: 'gridgov submit x.db bad.json --commit', code }
}

async function usedCommandId(trial: Trial): Promise<void> {
  trial.writeFile('first.json', JSON.stringify(renameGrid('先名', { commandId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' })))
  trial.writeFile('bad.json', JSON.stringify(renameGrid('新名', { commandId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' })))
  await trial.type('gridgov submit x.db first.json --commit')
}

async function built(trial: Trial): Promise<void> {
  await trial.type('gridgov projections x.db build')
}

async function held(trial: Trial): Promise<void> {
  await built(trial)
  await trial.models('x.models.db').claim({ name: divisions.name, version: divisions.version }, { at: 0, until: Date.parse('2019-01-02T09:03:00+08:00'), ifHeld: 'takeOver' })()
}

/** The models are of a log that was longer than the one that is found now. */
async function swapped(trial: Trial): Promise<void> {
  await built(trial)
  const old = trial.log('x.db')
  trial.replaceLog('x.db', () => memoryStore(Date.now))
  const page = await old.readAll({ after: 'beginning', maxCount: 1 })()
  if (E.isLeft(page) || page.right.events[0] === undefined) throw new Error('there is no event to copy')
  const { stream, eventId, type, schemaVersion, data, metadata } = page.right.events[0]
  await trial.log('x.db').append({ stream, expectedVersion: 'noStream', events: [{ eventId, type, schemaVersion, data: JSON.parse(data) as JsonObject, metadata: JSON.parse(metadata) as JsonObject }] })()
}

async function behind(trial: Trial): Promise<void> {
  await built(trial)
  trial.writeFile('c.json', JSON.stringify(renameGrid('新名')))
  await trial.type('gridgov submit x.db c.json --commit')
}

/** What passes for read models by its header, and something done to it. */
function models(statement: string): void {
  sql('x.models.db', 'CREATE TABLE models (text TEXT)', 'PRAGMA application_id = 1195864685', 'PRAGMA user_version = 4', statement)
}

function sql(path: string, ...statements: ReadonlyArray<string>): void {
  const database = new DatabaseSync(path)
  for (const statement of statements) database.exec(statement)
  database.close()
}

function lock(): () => void {
  const database = new DatabaseSync('x.db')
  database.exec('BEGIN IMMEDIATE')
  return () => { database.exec('ROLLBACK'); database.close() }
}

function forbidWriting(): () => void {
  chmodSync('x.db', 0o444)
  return steppingDown(() => { chmodSync('x.db', 0o644) })
}

function forbidReading(): () => void {
  chmodSync('x.db', 0o000)
  return steppingDown(() => { chmodSync('x.db', 0o644) })
}

async function backUp(trial: FileTrial): Promise<void> {
  await trial.gridgov('backup', 'x.db', 'b.db')
}

async function otherLog(trial: FileTrial): Promise<void> {
  const printed = await trial.gridgov('init', 'other.db', '--district', '440403', '--name', '斗门区')
  if (printed.code !== 0) throw new Error(printed.err)
}

/** What a transfer of another log had under way when it was stopped. */
async function begunWithOther(trial: FileTrial): Promise<void> {
  await otherLog(trial)
  renameSync('other.db', 'z.db.transfer')
}

/** Root may read and write everything, so root steps down for as long as the command runs. */
function steppingDown(undo: () => void): () => void {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) {
    chmodSync('c.json', 0o644)
    process.seteuid?.(65_534)
  }
  return () => {
    if (isRoot) process.seteuid?.(0)
    undo()
  }
}

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path)
  bytes.fill(0xa5, from, Math.min(to, bytes.length))
  writeFileSync(path, bytes)
}

function alterEvent(): void {
  rewrite(/"households":100,/, '"households":101,')
}

/** A plan that is due on the day on which the clock stands then, with other operations than were written. */
async function alterPlan(trial: FileTrial): Promise<void> {
  trial.writeFile('plan.json', JSON.stringify(splitPlan()))
  const printed = await trial.gridgov('submit', 'x.db', 'plan.json', '--commit')
  if (printed.code !== 0) throw new Error(printed.err)
  trial.setNow('2019-03-01T09:00:00+08:00')
  rewrite(/"operationId":"O1"/, '"operationId":"O2"')
}

function alterDivisions(): void {
  rewrite(/"code":"440402001001"/, '"code":"440402001009"')
}

function exchangeEvents(): void {
  behindTheTriggers(
    'UPDATE events SET position = -1 WHERE position = 9', 'UPDATE events SET position = 9 WHERE position = 10', 'UPDATE events SET position = 10 WHERE position = -1',
  )
}

/** What only somebody with the file in his hands can do: the triggers are put aside, then put back. */
function behindTheTriggers(...statements: ReadonlyArray<string>): void {
  const database = new DatabaseSync('x.db')
  database.function('only_the_event_store_appends', () => 1)
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`)
  for (const statement of statements) database.exec(statement)
  for (const trigger of triggers) database.exec(String(trigger['sql']))
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}

function cutTo(part: number): void {
  sql('x.db', 'PRAGMA journal_mode = DELETE')
  truncateSync('x.db', Math.floor(statSync('x.db').size * part))
}

/** Alters bytes of the file behind the back of SQLite, keeping their number. */
function rewrite(what: RegExp, by: string): void {
  sql('x.db', 'PRAGMA wal_checkpoint(TRUNCATE)')
  const text = readFileSync('x.db', 'latin1')
  if (!what.test(text)) throw new Error(`the file holds no ${String(what)}`)
  writeFileSync('x.db', Buffer.from(text.replace(what, by), 'latin1'))
}
