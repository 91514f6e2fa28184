/**
 * What is done beside the commits, never within one: the WAL is folded back into the file (SQLite's own automatic checkpoint makes every
 * 1000th page wait for it), and the heads of streams are saved.
 */

import { query, type Database } from './database.ts'
import type { LogWriter } from './log-writer.ts'
import type { StreamHeads } from './stream-heads.ts'

export interface Housekeeping {
  /** Told after every commit, once the callers have their answers. */
  readonly committed: (events: number) => void
  /** Saves all heads, folds the whole WAL and empties it; false when others kept it busy. Throws what `attempt` knows. */
  readonly finish: () => boolean
  readonly stop: () => void
}

/** When appends pause, a WAL of this many pages (4 MB) is folded. */
const pagesWhenQuiet = 1000
/** A WAL of this many pages (16 MB) is folded between two groups, however busy the store is. */
const pagesWhenBusy = 4000
/** A WAL of this many pages (64 MB) grew because several processes kept it busy: the next fold makes them wait, and starts it anew. */
const pagesTooMany = 16_000
/** When appends pause, this many heads are saved; while the store is busy, the second number. Opening a log reads what is beyond them. */
const headsWhenQuiet = 500
const eventsBetweenSaves = 50_000
const quietAfterMs = 100
/** How many events may be committed before the WAL is looked at again, whatever the timers do. */
const eventsBetweenLooks = 4000

export const housekeeping = (database: Database, writer: LogWriter, heads: StreamHeads): Housekeeping => {
  const look = query<[busy: number, pages: number, folded: number]>(database, 'PRAGMA wal_checkpoint(NOOP)')
  const foldSome = query<[number, number, number]>(database, 'PRAGMA wal_checkpoint(PASSIVE)')
  const foldAndRestart = query<[number, number, number]>(database, 'PRAGMA wal_checkpoint(RESTART)')
  const foldAll = query<[number, number, number]>(database, 'PRAGMA wal_checkpoint(TRUNCATE)')
  let sinceLook = 0
  let sinceSave = 0
  let lastCommit = 0
  let timer: NodeJS.Timeout | undefined

  const committed = (events: number): void => {
    sinceLook += events
    sinceSave += events
    lastCommit = performance.now()
    timer ??= setTimeout(onTimer, quietAfterMs).unref()
    if (sinceSave >= eventsBetweenSaves) save()
    if (sinceLook >= eventsBetweenLooks) foldBeyond(pagesWhenBusy)
  }

  const onTimer = (): void => {
    timer = undefined
    const quiet = performance.now() - lastCommit >= quietAfterMs
    if (quiet && heads.unsaved() >= headsWhenQuiet) save()
    foldBeyond(quiet ? pagesWhenQuiet : pagesWhenBusy)
    if (!quiet) timer = setTimeout(onTimer, quietAfterMs).unref()
  }

  const save = (): void => {
    sinceSave = 0
    quietly(writer.saveHeads)
  }

  const foldBeyond = (pages: number): void => {
    sinceLook = 0
    quietly(() => {
      const [, there, folded] = look.get() ?? [0, 0, 0]
      if (there >= pagesTooMany) foldAndRestart.get()
      else if (there - folded >= pages) foldSome.get()
    })
  }

  return {
    committed,
    finish: () => {
      if (heads.unsaved() > 0) writer.saveHeads()
      return foldAll.get()?.[0] === 0
    },
    stop: () => { clearTimeout(timer) },
  }
}

/** What fails here (a full disk, a lock) loses nothing: the WAL keeps the events, heads are found again, and the next time tries again. */
function quietly(work: () => void): void {
  try {
    work()
  } catch {
    return
  }
}
