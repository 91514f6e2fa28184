/** What DuckDB says when it refuses: its messages as failures, with the place in the query. */

import type { FileUnusable, OutOfMemory, OutsideRefused, SqlRefused } from './failures.ts'

/** A message of DuckDB: what kind of error, what it says, and the place that it points at. */
interface Said {
  readonly kind: string
  readonly message: string
  readonly at?: { readonly line: number, readonly column: number }
}

/** What a message means; `path` is the file that was being written, if any. */
export const failureOf = (text: string, { sql, path, memoryMiB }: { readonly sql: string, readonly path: string, readonly memoryMiB: number }): SqlRefused | OutsideRefused | OutOfMemory | FileUnusable => {
  const said = readMessage(text, sql)
  switch (said.kind) {
    case 'Permission Error': return { tag: 'OutsideRefused', message: said.message }
    case 'Out of Memory Error': return { tag: 'OutOfMemory', memoryMiB }
    case 'IO Error': return { tag: 'FileUnusable', path, reason: reasonOf(said.message), detail: said.message }
    default: return { tag: 'SqlRefused', ...said }
  }
}

function readMessage(text: string, sql: string): Said {
  const [, kind = 'Error', rest = text] = /^(?:[A-Z][a-z ]+: )?([A-Z][A-Za-z ]* Error): ([\s\S]*)$/.exec(text) ?? []
  const [, message = rest, line = '', excerpt = '', indent = ''] = /^([\s\S]*?)\n\nLINE (\d+): (.*)\n( *)\^/.exec(rest) ?? []
  const column = line === '' ? undefined : columnOf(sql.split('\n')[Number(line) - 1] ?? '', excerpt, indent.length - `LINE ${line}: `.length)
  return { kind, message: message.trim().replaceAll(/\s*\n+\s*/g, ' '), ...(column === undefined ? {} : { at: { line: Number(line), column } }) }
}

/** The column, from 1, of what stands at `caret` of an excerpt; of a long line the excerpt is a part between dots. */
function columnOf(line: string, excerpt: string, caret: number): number | undefined {
  const before = excerpt.startsWith('...') && !line.startsWith('...') ? 3 : 0
  const part = excerpt.slice(before).replace(/\.\.\.$/, '')
  const start = line.indexOf(part)
  return start === -1 ? undefined : start + caret - before + 1
}

function reasonOf(message: string): FileUnusable['reason'] {
  return reasons.find(([sign]) => message.includes(sign))?.[1] ?? 'other'
}

const reasons: ReadonlyArray<readonly [string, FileUnusable['reason']]> = [
  ['No space left', 'full'], ['Disk quota exceeded', 'full'], ['Permission denied', 'notAllowed'], ['Read-only file system', 'notAllowed'],
  ['Is a directory', 'isDirectory'], ['No such file', 'noFolder'],
]
