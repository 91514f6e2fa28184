/** What each error means to a caller; what is not in the table is a defect, and is thrown on. */

import { describe, expect, it } from 'vitest'
import { attempt, DamagedLog, patiently, unavailable, unavailableFrom } from './sqlite-failures.ts'

describe('an error of SQLite', () => {
  it.each([
    ['SQLITE_BUSY', 5, 'locked'],
    ['SQLITE_BUSY_SNAPSHOT', 517, 'locked'],
    ['SQLITE_LOCKED', 6, 'locked'],
    ['SQLITE_READONLY', 8, 'readOnly'],
    ['SQLITE_READONLY_DIRECTORY', 1544, 'readOnly'],
    ['SQLITE_IOERR_WRITE', 778, 'io'],
    ['SQLITE_IOERR_FSYNC', 1034, 'io'],
    ['SQLITE_IOERR_SHMSIZE', 4874, 'full'],
    ['SQLITE_CORRUPT', 11, 'corrupt'],
    ['SQLITE_FULL', 13, 'full'],
    ['SQLITE_CANTOPEN', 14, 'io'],
    ['SQLITE_NOTADB', 26, 'foreign'],
    ['SQLITE_CONSTRAINT_TRIGGER', 1811, 'corrupt'],
  ])('%s (%d) is told as %s', (_, errcode, reason) => {
    expect(unavailableFrom('log', sqliteError(errcode))).toEqual({ tag: 'StoreUnavailable', reason, where: 'log', detail: 'said by SQLite' })
  })

  it.each([['SQLITE_ERROR', 1], ['SQLITE_MISUSE', 21], ['SQLITE_RANGE', 25]])('%s (%d) is a defect', (_, errcode) => {
    expect(() => unavailableFrom('log', sqliteError(errcode))).toThrow('said by SQLite')
  })
})

describe('an error of the file system', () => {
  it.each([['ENOENT', 'missing'], ['EACCES', 'readOnly'], ['EROFS', 'readOnly'], ['ENOSPC', 'full'], ['EDQUOT', 'full'], ['EIO', 'io']])('%s is told as %s', (code, reason) => {
    expect(unavailableFrom('log', Object.assign(new Error('said by the system'), { code }))).toMatchObject({ reason })
  })

  it('an unknown one is a defect', () => {
    expect(() => unavailableFrom('log', Object.assign(new Error('strange'), { code: 'ESTRANGE' }))).toThrow('strange')
  })
})

it('what a file says that cannot be is told as corrupt', () => {
  expect(attempt('log', () => { throw new DamagedLog('nowhere') })).toMatchObject({ left: { reason: 'corrupt', detail: 'nowhere' } })
})

it('a defect of ours is thrown on', () => {
  expect(() => attempt('log', () => { throw new TypeError('ours') })).toThrow('ours')
})

it('a lock is waited for, anything else is not', async () => {
  let asked = 0
  const locked = patiently(1000, () => { asked += 1; return asked < 3 ? attempt('log', () => { throw sqliteError(5) }) : attempt('log', () => asked) })
  expect(await locked()).toEqual({ _tag: 'Right', right: 3 })
  asked = 0
  const full = patiently(1000, () => { asked += 1; return attempt('log', () => { throw sqliteError(13) }) })
  expect(await full()).toEqual({ _tag: 'Left', left: unavailable('full', 'log', 'said by SQLite') })
  expect(asked).toBe(1)
})

function sqliteError(errcode: number): Error {
  return Object.assign(new Error('said by SQLite'), { code: 'ERR_SQLITE_ERROR', errcode })
}
