/** Names and their numbers: streams, categories and types as events refer to them, remembered while the store is open. */

import { categoryOf, type StreamName } from '@grid-governance/event-sourcing'
import { query, type Database } from './database.ts'
import { DamagedLog } from './sqlite-failures.ts'
import { insertCategory } from './sql/insert-category.ts'
import { insertStream } from './sql/insert-stream.ts'
import { insertType } from './sql/insert-type.ts'
import { selectCategoryId } from './sql/select-category-id.ts'
import { selectStreamNames } from './sql/select-stream-names.ts'
import { selectTypeId } from './sql/select-type-id.ts'
import { selectTypeName } from './sql/select-type-name.ts'

export interface Names {
  readonly streamName: (id: number) => StreamName
  readonly typeName: (id: number) => string
  readonly typeId: (name: string) => number | undefined
  readonly categoryId: (name: string) => number | undefined
  /** The number of a type, given to it now if it has none; inside a write transaction only. */
  readonly typeIdFor: (name: string) => number
  /** Whether the number of a type is known without a look at the file. */
  readonly remembersType: (name: string) => boolean
  /** Gives a stream that has no number one; inside a write transaction only. */
  readonly newStreamId: (name: StreamName) => number
  /** Forgets everything, since numbers given in a transaction that was rolled back will be given again. */
  readonly forget: () => void
}

/** How many stream names are remembered at most. */
const mostStreamNames = 200_000

export const namesOf = (database: Database): Names => {
  const streamNamesFrom = query<[number, StreamName]>(database, selectStreamNames)
  const typeNameOf = query<[string]>(database, selectTypeName)
  const types = numbers(database, selectTypeId, insertType)
  const categories = numbers(database, selectCategoryId, insertCategory)
  const streamInsert = query<[number]>(database, insertStream)
  let streamNames: Array<StreamName | undefined> = []
  let remembered = 0
  let typeNames: Array<string | undefined> = []

  const lookUpStream = (id: number): StreamName => {
    const found = streamNamesFrom.all(id)
    const [first, name] = found[0] ?? []
    if (name === undefined || first !== id) throw new DamagedLog(`an event refers to stream ${id}, which has no name`)
    if (remembered >= mostStreamNames) forgetStreams()
    remembered += found.length
    for (const [number, nameOfIt] of found) streamNames[number] = nameOfIt
    return name
  }

  const lookUpType = (id: number): string => {
    const name = typeNameOf.get(id)?.[0]
    if (name === undefined) throw new DamagedLog(`an event refers to type ${id}, which has no name`)
    typeNames[id] = name
    return name
  }

  const forgetStreams = (): void => {
    streamNames = []
    remembered = 0
  }

  return {
    streamName: (id) => streamNames[id] ?? lookUpStream(id),
    typeName: (id) => typeNames[id] ?? lookUpType(id),
    typeId: types.idOf,
    categoryId: categories.idOf,
    typeIdFor: types.idFor,
    remembersType: types.remembers,
    newStreamId: (name) => inserted(streamInsert.get(categories.idFor(categoryOf(name)), name)),
    forget: () => {
      forgetStreams()
      typeNames = []
      types.forget()
      categories.forget()
    },
  }
}

interface Numbers {
  readonly idOf: (name: string) => number | undefined
  readonly idFor: (name: string) => number
  readonly remembers: (name: string) => boolean
  readonly forget: () => void
}

function numbers(database: Database, select: string, insert: string): Numbers {
  const known = new Map<string, number>()
  const selectId = query<[number]>(database, select)
  const insertName = query<[number]>(database, insert)
  const remember = (name: string, id: number): number => {
    known.set(name, id)
    return id
  }
  const idOf = (name: string): number | undefined => {
    const id = known.get(name) ?? selectId.get(name)?.[0]
    return id === undefined ? undefined : remember(name, id)
  }
  return {
    idOf: (name) => known.get(name) ?? idOf(name),
    idFor: (name) => known.get(name) ?? idOf(name) ?? remember(name, inserted(insertName.get(name))),
    remembers: (name) => known.has(name),
    forget: () => { known.clear() },
  }
}

function inserted(row: readonly [number] | undefined): number {
  if (row === undefined) throw new Error('INSERT ... RETURNING yielded nothing')
  return row[0]
}
