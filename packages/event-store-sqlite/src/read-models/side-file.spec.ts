/** What is refused as a file of read models or of outcomes: each with one clear sentence, and the file left as it is. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { connect } from '../database.ts'
import { openSqliteOutcomes, openSqliteReadModels, type KeptFileOptions, type SqliteOutcomeStore, type SqliteReadModelStore } from './index.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const path = temporaryFiles()

/** What both kinds of file have in common; `touch` needs the lock of the file. */
interface AnyFile {
  readonly touch: () => Promise<E.Either<unknown, unknown>>
  readonly close: () => Promise<E.Either<StoreUnavailable, void>>
}

type Open = (options: KeptFileOptions) => () => Promise<E.Either<StoreUnavailable, AnyFile>>

const openReadModels: Open = (options) => TE.map((store: SqliteReadModelStore) => ({ touch: store.claim({ name: 'tree', version: 1 }), close: store.close() }))(openSqliteReadModels(options))
const openOutcomes: Open = (options) => TE.map((store: SqliteOutcomeStore) => ({ touch: store.claim({ kind: 'policy', name: 'notice' }), close: store.close() }))(openSqliteOutcomes(options))

const kinds = [['read models', openReadModels], ['outcomes', openOutcomes]] as const

describe.each(kinds)('a file of %s', (kind, open) => {
  const refusal = async (at: string, mode: 'create' | 'readWrite' | 'readOnly' = 'create') => {
    const opened = await open({ path: at, mode, busyTimeoutMs: 20 })()
    return E.isLeft(opened) ? opened.left : undefined
  }
  const made = async (): Promise<string> => {
    const at = path()
    const opened = await open({ path: at, mode: 'create' })()
    if (E.isRight(opened)) await opened.right.close()
    return at
  }

  it('is made where there is none, and opened where there is', async () => {
    const at = await made()
    for (const mode of ['create', 'readWrite', 'readOnly'] as const) expect(await refusal(at, mode)).toBeUndefined()
  })

  it('is not made by who only wants to use it', async () => {
    expect(await refusal(path(), 'readWrite')).toMatchObject({ tag: 'StoreUnavailable', reason: 'missing' })
    expect(await refusal(path(), 'readOnly')).toMatchObject({ reason: 'missing' })
  })

  it('of a newer release is refused and left as it is', async () => {
    const at = await made()
    const database = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
    database.exec('PRAGMA user_version = 99')
    database.close()
    const before = readFileSync(at)
    expect(await refusal(at)).toMatchObject({ reason: 'newerFormat', where: at, detail: `it has format 99; this release knows formats up to ${kind === 'outcomes' ? 1 : 4}` })
    expect(readFileSync(at).equals(before)).toBe(true)
  })

  it.each([
    ['a text', (at: string) => { writeFileSync(at, 'This is a letter to the town office, and it is long enough to be read as a header, which is a hundred bytes.') }],
    ['the database of somebody else', (at: string) => {
      writeFileSync(at, '')
      const database = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
      database.exec('CREATE TABLE letters (text TEXT)')
      database.close()
    }],
    ['a directory', (at: string) => { mkdirSync(at) }],
  ])('is refused where %s stands in its place', async (_what, make) => {
    const at = path()
    make(at)
    expect(await refusal(at)).toMatchObject({ tag: 'StoreUnavailable', reason: 'foreign', where: at })
  })

  it('is refused as corrupt where its tables were altered', async () => {
    const at = await made()
    const database = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
    database.exec(kind === 'outcomes' ? 'DROP TABLE outcomes' : 'ALTER TABLE models ADD COLUMN note TEXT')
    database.close()
    expect(await refusal(at)).toMatchObject({ reason: 'corrupt' })
  })

  it('that another process holds is waited for, then called locked', async () => {
    const at = await made()
    const opened = await open({ path: at, mode: 'readWrite', busyTimeoutMs: 20 })()
    if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
    const other = connect({ path: at, access: 'readWrite', busyTimeoutMs: 50 })
    other.exec('BEGIN IMMEDIATE')
    expect(await opened.right.touch()).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'locked' } })
    other.close()
    expect(E.isRight(await opened.right.touch())).toBe(true)
    await opened.right.close()
  })

  it('answers after it was closed that it is closed', async () => {
    const opened = await open({ path: path(), mode: 'create' })()
    if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
    await opened.right.close()
    await opened.right.close()
    expect(await opened.right.touch()).toMatchObject({ left: { reason: 'closed' } })
  })
})
