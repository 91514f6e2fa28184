/** Names and ids of one question, and how they are read in its answer: the same words on every server and in every run. */

import { randomUUID } from 'node:crypto'

export interface Names {
  /** A stream of this question alone; asked for again under the same label, another one. */
  readonly stream: (label: string) => string
  /** An event id; the same label is the same id. */
  readonly id: (label: string) => string
  /** The answer as JSON, with `<label>` for streams, `<id:label>` for ids, `<pos>` for positions. */
  readonly normalised: (answer: unknown) => unknown
}

const positionKeys = ['commitPosition', 'preparePosition', 'commit', 'prepare']
/** An id that the server made up. */
const anyId = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const transportHeaders = ['content-type', 'content-length', 'server', 'date']

export function names(): Names {
  const streams = new Map<string, string>()
  const ids = new Map<string, string>()
  const texts = () => [...streams, ...[...ids].map(([label, id]) => [id, `id:${label}`] as const)]
  return {
    stream: (label) => {
      const name = `q${label}-${randomUUID()}`
      streams.set(name, label)
      return name
    },
    id: (label) => {
      const id = ids.get(label) ?? randomUUID()
      ids.set(label, id)
      return id
    },
    normalised: (answer) => normalised(answer, texts()),
  }
}

function normalised(value: unknown, texts: ReadonlyArray<readonly [string, string]>): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return texts.reduce((text, [found, label]) => text.replaceAll(found, `<${label}>`), value).replace(anyId, '<id>')
  if (Array.isArray(value)) return value.map((item) => normalised(item, texts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, positionKeys.includes(key) ? '<pos>' : normalised(key === 'trailers' ? ofTheServer(item) : item, texts)]),
  )
}

/** What the server's program said, without what its web server adds. */
function ofTheServer(trailers: unknown): unknown {
  return Object.fromEntries(Object.entries(trailers as object).filter(([key]) => !transportHeaders.includes(key)))
}
