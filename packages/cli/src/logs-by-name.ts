/** Logs wherever their name says they are: an address leads to a database, any other name to a file. */

import * as TE from 'fp-ts/lib/TaskEither.js'
import type { DatabaseLogs } from './eventstoredb-logs.ts'
import type { DatabaseNotCopied } from './failure.ts'
import type { Logs } from './ports.ts'
import type { FileLogs } from './sqlite-logs.ts'
import { isAddress, withoutCredentials } from './store-address.ts'

export const logsByName = (files: FileLogs, databases: DatabaseLogs, transfer: Logs['transfer']): Logs => {
  const at = (name: string): DatabaseLogs => isAddress(name) ? databases : files
  return {
    create: (name) => at(name).create(name),
    open: (name) => at(name).open(name),
    read: (name) => at(name).read(name),
    audit: (name) => at(name).audit(name),
    backup: (name, target) => isAddress(name) || isAddress(target) ? notCopied(isAddress(name) ? name : target, 'backedUp') : files.backup(name, target),
    restore: (copy, target, pinned) => isAddress(copy) || isAddress(target) ? notCopied(isAddress(target) ? target : copy, 'restored') : files.restore(copy, target, pinned),
    transfer,
  }
}

/** The same logs under the names by which they are spoken of. */
export const logsUnder = (logs: Logs, meant: (name: string) => string): Logs => ({
  create: (name) => logs.create(meant(name)),
  open: (name) => logs.open(meant(name)),
  read: (name) => logs.read(meant(name)),
  audit: (name) => logs.audit(meant(name)),
  backup: (name, target) => logs.backup(meant(name), meant(target)),
  restore: (copy, target, pinned) => logs.restore(meant(copy), meant(target), pinned),
  transfer: (request) => logs.transfer({ ...request, from: meant(request.from), to: meant(request.to) }),
})

function notCopied(name: string, use: DatabaseNotCopied['use']): TE.TaskEither<DatabaseNotCopied, never> {
  return TE.left({ tag: 'DatabaseNotCopied', path: withoutCredentials(name), use })
}
