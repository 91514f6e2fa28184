/** A draft over a model that notes what each fact reads of it and writes to it; the model itself is changed in place, as in a replay. */

import { copy, sameTree } from '../json.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { originOf, overwritten, removed, type FactRun, type Origin, type Write } from './origins.ts'

export interface NotingDraft<Model> {
  readonly draft: Model
  readonly origin: Origin
  /** What is read and written from here on is noted of this fact. */
  readonly begin: (event: RecordedEvent) => FactRun
  /** Takes in what the fact wrote past the draft: to objects that it had just put into the model. */
  readonly end: () => void
}

export const notingDraft = <Model extends object>(model: Model): NotingDraft<Model> => {
  const root = originOf(model, undefined)
  /** Which origin an object of the model has; an object stands in one place only. */
  const origins = new WeakMap<object, Origin>()
  const drafts = new WeakMap<object, object>()
  const targets = new WeakMap<object, object>()
  let run: FactRun | undefined
  let seen = new Set<Write>()
  let fresh: object[] = []
  let changedLists: Origin[] = []

  const begin = (event: RecordedEvent): FactRun => {
    run = { event, reads: [] }
    seen = new Set()
    fresh = []
    changedLists = []
    return run
  }

  const end = (): void => {
    for (const object of fresh) takeIn(object)
    for (const origin of changedLists) origin.noted = copy(origin.stands)
    run = undefined
  }

  const note = (write: Write | undefined): void => {
    if (write === undefined || run === undefined || seen.has(write)) return
    seen.add(write)
    run.reads.push(write)
  }

  const newWrite = (): Write => {
    if (run === undefined) throw new Error('A model is changed only while a fact is shown to it.')
    return { run, readsBefore: run.reads.length }
  }

  const originIn = (target: object): Origin => {
    const origin = origins.get(target)
    if (origin === undefined) throw new Error('An object of a model has no origin.')
    return origin
  }

  /** Tells where the objects of a tree stand. Everything in a list stands where the list does. */
  const place = (value: unknown, origin: Origin): void => {
    if (typeof value !== 'object' || value === null) return
    origins.set(value, origin)
    for (const [key, child] of Object.entries(value)) {
      const own = origin.kind === 'record' ? origin.children.get(key) : origin
      if (own !== undefined) place(child, own)
    }
  }

  const draftOf = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || targets.has(value)) return value
    const known = drafts.get(value)
    if (known !== undefined) return known
    const draft = new Proxy(value, handler)
    drafts.set(value, draft)
    targets.set(draft, value)
    return draft
  }

  /** What is put into the model: without drafts in it, each of which counts as read with all that is in it. */
  const plainOf = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const target = targets.get(value)
    if (target !== undefined) {
      noteAll(originIn(target))
      return target
    }
    if (Object.isFrozen(value)) return copy(value)
    for (const key of Object.keys(value)) {
      const child: unknown = Reflect.get(value, key)
      const plain = plainOf(child)
      if (plain !== child) Reflect.set(value, key, plain)
    }
    return value
  }

  const noteAll = (origin: Origin): void => {
    note(origin.set)
    note(origin.made)
    for (const child of origin.children.values()) noteAll(child)
  }

  const put = (target: object, key: string, value: unknown): unknown => {
    const origin = originIn(target)
    const plain = plainOf(value)
    const write = newWrite()
    if (origin.kind === 'record') putInRecord(origin, key, Reflect.get(target, key), plain, write)
    else putInList(origin, target, key, plain, write)
    return plain
  }

  const putInRecord = (origin: Origin, key: string, old: unknown, value: unknown, write: Write): void => {
    const before = origin.children.get(key)
    const own = before === undefined ? originOf(value, write) : overwritten(before, old, value, write)
    origin.children.set(key, own)
    place(value, own)
    if (typeof value === 'object' && value !== null) fresh.push(value)
  }

  const putInList = (origin: Origin, target: object, key: string, value: unknown, write: Write): void => {
    const before: unknown = Reflect.get(target, key)
    if (sameTree(before, value) && Object.hasOwn(target, key)) origin.again.push(write)
    else changeList(origin, write)
    place(value, origin)
  }

  const changeList = (origin: Origin, write: Write): void => {
    origin.set = write
    origin.again = []
    changedLists.push(origin)
  }

  /** An object that a fact put into the model can be changed by it without the draft's knowing, until the fact is done. */
  const takeIn = (object: object): void => {
    const origin = origins.get(object)
    if (origin === undefined) return
    plainOf(object)
    if (origin.kind !== 'record') {
      if (!sameTree(origin.noted, object)) changeList(origin, newWrite())
      return
    }
    for (const [key, child] of origin.children) {
      if (child.kind !== 'absent' && !Object.hasOwn(object, key)) origin.children.set(key, removed(child, child.stands, newWrite()))
    }
    for (const [key, child] of Object.entries(object)) takeInChild(origin, key, child)
  }

  const takeInChild = (origin: Origin, key: string, value: unknown): void => {
    const own = origin.children.get(key)
    const known = own !== undefined && (typeof value === 'object' && value !== null ? origins.get(value) === own : own.kind === 'value' && own.stands === value)
    if (!known) putInRecord(origin, key, undefined, value, newWrite())
    else if (typeof value === 'object' && value !== null) takeIn(value)
  }

  const handler: ProxyHandler<object> = {
    get: (target, key) => {
      const origin = originIn(target)
      if (typeof key === 'symbol') {
        if (origin.kind !== 'record') note(origin.set)
        return Reflect.get(target, key) as unknown
      }
      const value: unknown = Reflect.get(target, key)
      if (origin.kind !== 'record') {
        note(origin.set)
        if (typeof value === 'object' && value !== null) origins.set(value, origin)
        return typeof value === 'function' ? value : draftOf(value)
      }
      if (!Object.hasOwn(target, key)) {
        note(origin.children.get(key)?.set)
        return value
      }
      if (!origin.children.has(key)) putInRecord(origin, key, undefined, value, newWrite())
      note(origin.children.get(key)?.set)
      return draftOf(value)
    },
    has: (target, key) => {
      noteChild(target, key)
      return Reflect.has(target, key)
    },
    getOwnPropertyDescriptor: (target, key) => {
      noteChild(target, key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
    ownKeys: (target) => {
      const origin = originIn(target)
      note(origin.set)
      for (const child of origin.children.values()) note(child.made)
      return Reflect.ownKeys(target)
    },
    set: (target, key, value) =>
      typeof key === 'symbol' ? Reflect.set(target, key, value) : Reflect.set(target, key, put(target, key, value)),
    defineProperty: (target, key, descriptor) =>
      typeof key === 'symbol' || !('value' in descriptor)
        ? Reflect.defineProperty(target, key, descriptor)
        : Reflect.defineProperty(target, key, { ...descriptor, value: put(target, key, descriptor.value) }),
    deleteProperty: (target, key) => {
      if (typeof key === 'string' && Object.hasOwn(target, key)) take(target, key)
      else noteRemovalOfNothing(target, key)
      return Reflect.deleteProperty(target, key)
    },
  }

  const take = (target: object, key: string): void => {
    const origin = originIn(target)
    const child = origin.children.get(key)
    if (origin.kind !== 'record') changeList(origin, newWrite())
    else origin.children.set(key, removed(child ?? originOf(undefined, undefined), Reflect.get(target, key), newWrite()))
  }

  const noteRemovalOfNothing = (target: object, key: string | symbol): void => {
    const child = typeof key === 'string' ? originIn(target).children.get(key) : undefined
    if (child?.kind === 'absent') child.again.push(newWrite())
  }

  const noteChild = (target: object, key: string | symbol): void => {
    const origin = originIn(target)
    if (origin.kind !== 'record') note(origin.set)
    else if (typeof key === 'string') note(origin.children.get(key)?.made)
  }

  place(model, root)
  return { draft: draftOf(model) as Model, origin: root, begin, end }
}
