/** The machine: the only file of this package that touches process, streams and files. */

import { readFile, stat } from 'node:fs/promises'
import process from 'node:process'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { FileUnusable } from './failure.ts'
import type { Files, LoadAnalytics, Ports } from './ports.ts'
import { connectingWith, eventStoreDbLogs, type Connecting } from './eventstoredb-logs.ts'
import { logsByName } from './logs-by-name.ts'
import { namedOutcomes, sqliteLogs } from './sqlite-logs.ts'
import { sqliteModels } from './sqlite-models.ts'
import { isAddress } from './store-address.ts'
import { transferLogs } from './transfer-logs.ts'
import { languageNamed } from './words/language.ts'

/** The words after the name of the program. */
export const wordsGiven = (): ReadonlyArray<string> => process.argv.slice(2)

/** A reader that has seen enough, such as `head`, closes the pipe: that is no failure. */
export const allowClosedPipe = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error })
}

/** Ends the process with a code once everything is written; a client that still looks for a node that does not answer keeps nobody waiting. */
export const endWith = (code: number): void => {
  process.stdout.write('', () => { process.stderr.write('', () => { process.exit(code) }) })
}

/** Warnings that Node addresses to the authors of packages, such as that of a name for TLS that is a number, are nothing to who runs gridgov. */
export const withoutDeprecations = (): void => { process.noDeprecation = true }

export interface MachineOptions {
  /** Milliseconds since 1970; may be set, so that a use can be repeated exactly. */
  readonly now?: () => number
  /** How long to wait for another process that writes to a log. */
  readonly busyTimeoutMs?: number
  /** How long to wait for an answer of a database. */
  readonly answerWithinMs?: number
}

/** The ports of this machine. */
export const machinePorts = ({ now = Date.now, answerWithinMs, ...patience }: MachineOptions = {}): Ports => {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const connectingAs = (variable: 'GRIDGOV_CREDENTIALS' | 'GRIDGOV_TARGET_CREDENTIALS'): Connecting => {
    const { [variable]: value } = process.env
    return connectingWith({ ...(value === undefined ? {} : { credentials: { variable, value } }), ...(answerWithinMs === undefined ? {} : { answerWithinMs }) })
  }
  const connecting = connectingAs('GRIDGOV_CREDENTIALS')
  return {
    now,
    language: languageNamed(LC_ALL ?? LC_MESSAGES ?? LANG ?? '') ?? 'en',
    print: (text) => { process.stdout.write(`${text}\n`) },
    complain: (text) => { process.stderr.write(`${text}\n`) },
    progress: { stream: process.stderr, isTerminal: process.stderr.isTTY },
    files,
    logs: logsByName(
      sqliteLogs({ now, ...patience, isThere: fileIsThere }), eventStoreDbLogs(connecting, namedOutcomes(fileIsThere, patience)),
      transferLogs({
        connecting, ...patience, isThere: fileIsThere,
        connectingTarget: (from) => isAddress(from) || process.env['GRIDGOV_TARGET_CREDENTIALS'] !== undefined ? connectingAs('GRIDGOV_TARGET_CREDENTIALS') : connecting,
      }),
    ),
    models: sqliteModels(patience),
    analytics: loadAnalytics,
  }
}

const files: Files = {
  read: (path) => attemptFile(path, async () => await readFile(path)),
}

/** An optional package: it may be left out, or have been installed for another machine, whose DuckDB is not this one's. */
const loadAnalytics: LoadAnalytics = async () => {
  try {
    return await import('@grid-governance/analytics')
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes(String(error.code))) return undefined
    throw error
  }
}

/** Whether there is anything under this name. */
async function fileIsThere(path: string): Promise<boolean> {
  return await stat(path).then(() => true, () => false)
}

function attemptFile<A>(path: string, work: () => Promise<A>): TaskEither<FileUnusable, A> {
  return async () => {
    try {
      return E.right(await work())
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error
      return E.left({ tag: 'FileUnusable', path, reason: reasons[String(error.code)] ?? 'other', detail: error.message })
    }
  }
}

const reasons: { readonly [code: string]: FileUnusable['reason'] } = {
  ENOENT: 'missing', ENOTDIR: 'missing', EISDIR: 'isDirectory', EACCES: 'notAllowed', EPERM: 'notAllowed', EROFS: 'notAllowed',
  EEXIST: 'exists', ENOSPC: 'full', EDQUOT: 'full',
}
