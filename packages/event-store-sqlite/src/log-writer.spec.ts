/** What a writer of the log remembers of its streams, and what makes it forget. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { logWriter, type LogWriter } from './log-writer.ts'
import { openLogFile } from './log-file.ts'
import { namesOf } from './names.ts'
import { streamHeads } from './stream-heads.ts'
import { insertEvent } from './sql/insert-event.ts'
import { appending, ran } from './trial/appends.ts'
import { newFolder, opened } from './trial/log-folder.ts'

const began = 1_700_000_000_000

let folder: string
let other: Database
let writer: LogWriter
let clock: number
/** The statements that the writer ran, in order. */
let statements: string[]

beforeEach(async () => {
  folder = newFolder()
  const path = join(folder, 'log.sqlite')
  await ran((await opened({ path })).close())
  clock = began
  statements = []
  writer = writerOn(noting(connected(path), statements))
  other = connected(path)
  for (const [version, name] of ['a', 'b'].entries()) append(version, name)
  statements.length = 0
})
afterEach(() => {
  other.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a lone append that finds the log locked by another writer', () => {
  it('fails, and forgets nothing: the next is one insert again', () => {
    expectLocked(2, 'c')
    expect(append(2, 'c')).toMatchObject({ right: { firstVersion: 3, repeated: false } })
    expect(statements).toEqual([insertEvent, insertEvent])
  })

  it('as often as it likes, and finds what the other has written in the end', () => {
    for (let tries = 0; tries < 3; tries += 1) expectLocked(2, 'c')
    writerOn(other).appendGroup([appending(2, ['theirs'])])
    expect(append(2, 'c')).toMatchObject({ left: { tag: 'WrongExpectedVersion', actual: 3 } })
  })

  it('leaves no time behind that nothing was recorded at', () => {
    clock = began + 3_600_000
    expectLocked(2, 'c')
    clock = began + 1000
    expect(append(2, 'c')).toMatchObject({ right: { firstVersion: 3 } })
    expect(other.prepare('SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1').get()).toEqual({ recorded_at: began + 1000 })
  })

  function expectLocked(version: number, name: string): void {
    other.exec('BEGIN IMMEDIATE')
    expect(() => append(version, name)).toThrow(/locked/)
    other.exec('ROLLBACK')
  }
})

function connected(path: string): Database {
  const { database } = must(openLogFile({ path, mode: 'readWrite', synchronous: 'NORMAL', fileMode: 0o640 }))
  return database
}

function must<A>(result: E.Either<unknown, A>): A {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

function writerOn(database: Database): LogWriter {
  return logWriter(database, namesOf(database), streamHeads(database), () => clock)
}

function append(version: number, name: string): E.Either<unknown, unknown> | undefined {
  return writer.appendGroup([appending(version, [name])]).answers[0]
}

/** The same connection, which notes each statement that is run. */
function noting(database: Database, ran: string[]): Database {
  return new Proxy(database, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      if (name !== 'prepare') return value.bind(target) as unknown
      return (sql: string) => {
        const statement = target.prepare(sql)
        for (const run of ['get', 'run', 'all'] as const) {
          const original = statement[run].bind(statement) as (...given: ReadonlyArray<never>) => unknown
          statement[run] = ((...given: ReadonlyArray<never>) => { ran.push(sql); return original(...given) }) as never
        }
        return statement
      }
    },
  })
}
