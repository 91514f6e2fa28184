/** Sources of facts: a log, the codec that understands it, and the projection that is shown its facts. */

import { entryVoided, type Fact, type Projection } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import type { AppendPagesRequest } from './append-pages.ts'
import { recordedEvents, storedTypes, type DecodePage, type ReadingCodec, type ReadMode } from './recorded-events.ts'

/** Where facts come from, and the projection that is shown them. */
export interface ProjectionSource<F extends Fact, Model> {
  readonly reader: EventReader
  /** Must declare all facts that the projection handles; it may know more. */
  readonly codec: ReadingCodec
  readonly projection: Projection<F, Model>
  /** `trusted` where the chain of the log was verified; see `ReadMode`. */
  readonly mode: ReadMode
  /** True where the store has to wait for others, as a server's does: the next page is then asked for while one is worked on. */
  readonly readAhead?: boolean
}

/** A source made ready for reading. */
export interface OpenSource<F extends Fact, Model> {
  readonly reader: EventReader
  readonly projection: Projection<F, Model>
  readonly decode: DecodePage<F>
  /** The stored types that may hold facts of the projection. */
  readonly types: ReadonlySet<string>
  /** How its pages are read. */
  readonly reading: Pick<AppendPagesRequest, 'filter' | 'sparing' | 'readAhead'>
}

/** Makes a source ready: a decoder, and the stored types to read. */
export const openSource = <F extends Fact, Model>({ reader, codec, projection, mode, readAhead = false }: ProjectionSource<F, Model>): OpenSource<F, Model> => {
  requireDeclared(codec, projection)
  const voids = codec.declarations[entryVoided] === undefined ? [] : [entryVoided]
  const decode = recordedEvents(codec, mode) as DecodePage<F>
  const types = storedTypes(codec, [...projection.handles, ...voids])
  return { reader, projection, decode, types: new Set(types), reading: { filter: { types }, sparing: mode === 'trusted', readAhead } }
}

/** What is put together wrongly is a defect, and better found at the start than at the first such fact. */
export const requireDeclared = (codec: ReadingCodec, { name, handles }: { readonly name: string, readonly handles: ReadonlyArray<string> }): void => {
  const unknown = handles.filter((type) => codec.declarations[type] === undefined)
  if (unknown.length > 0) throw new Error(`${name} handles ${unknown.join(', ')}, which its codec does not declare.`)
}
