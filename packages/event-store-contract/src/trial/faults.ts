/** Stores that break the contract, each in one way, and the promises that must notice. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { categoryOf, type After, type Position } from '@grid-governance/event-sourcing'
import { memoryStore, type AppendReceipt, type AppendRequest, type EventStore, type LogHead, type LogPage, type ReadAllRequest, type StoredEvent, type StreamPage } from '@grid-governance/event-store'
import type { OpenedStore } from '../harness.ts'
import type { StoreMaker } from './memory-harness.ts'

export interface Fault {
  readonly fault: string
  readonly make: StoreMaker
  /** A piece of the name of a promise that must be found broken. */
  readonly noticedBy: string
  /** Whether random workloads must notice as well. */
  readonly noticedByWorkloads?: boolean
  readonly hooks?: (now: () => number) => Partial<OpenedStore>
}

export const faults: ReadonlyArray<Fault> = [
  // expectations
  { fault: 'takes noStream for any', make: onAppend((store, request) => store.append(request.expectedVersion === 'noStream' ? { ...request, expectedVersion: 'any' } : request)), noticedBy: 'expects noStream is refused when the stream is where', noticedByWorkloads: true },
  { fault: 'takes streamExists for any', make: onAppend((store, request) => store.append(request.expectedVersion === 'streamExists' ? { ...request, expectedVersion: 'any' } : request)), noticedBy: 'expects streamExists is refused when the stream does not exist', noticedByWorkloads: true },
  { fault: 'checks no version ahead of the stream', make: onAppend((store, request) => onConflict(store, request, (actual) => typeof request.expectedVersion === 'number' && request.expectedVersion > actual)), noticedBy: 'expects exactly 2 is refused when the stream is shorter', noticedByWorkloads: true },
  { fault: 'checks no version behind the stream', make: onAppend((store, request) => onConflict(store, request, (actual) => typeof request.expectedVersion === 'number' && request.expectedVersion < actual)), noticedBy: 'expects exactly 2 is refused when the stream went on', noticedByWorkloads: true },
  { fault: 'tells a wrong actual version', make: onAppend((store, request) => pipe(store.append(request), TE.mapLeft((failure) => failure.tag === 'WrongExpectedVersion' ? { ...failure, actual: failure.actual - 1 } : failure))), noticedBy: 'expects exactly 2 is refused when the stream went on', noticedByWorkloads: true },
  // repeats
  { fault: 'writes what it knows again', make: onAppend((store, request) => async () => {
    const result = await store.append(request)()
    return E.isRight(result) && result.right.repeated ? store.append({ ...request, expectedVersion: await versionOf(store, request) })() : result
  }), noticedBy: 'the same events again succeed with their first version', noticedByWorkloads: true },
  { fault: 'writes a part that it knows again', make: onAppend((store, request) => onConflict(store, request, () => request.expectedVersion === 'any')), noticedBy: 'known events and then a new one are a conflict (ab, then abn expecting any)', noticedByWorkloads: true },
  { fault: 'answers a repeat with a conflict', make: onAppend((store, request) => async () => {
    const result = await store.append(request)()
    return E.isRight(result) && result.right.repeated ? E.left({ tag: 'WrongExpectedVersion', stream: request.stream, expected: request.expectedVersion, actual: await versionOf(store, request) }) : result
  }), noticedBy: 'the same events again, after later ones', noticedByWorkloads: true },
  { fault: 'answers a repeat with the head of the stream', make: onAppend((store, request) => async () => {
    const result = await store.append(request)()
    return E.isRight(result) && result.right.repeated ? E.right({ ...result.right, streamVersion: await versionOf(store, request) }) : result
  }), noticedBy: 'a later append again succeeds with its own version', noticedByWorkloads: true },
  { fault: 'refuses a known id at the very version', make: onAppend((store, request) => async () => {
    const { events } = await page(store, request)
    const known = events.some((event) => request.events.some(({ eventId }) => eventId === event.eventId))
    return known && request.expectedVersion === events.length ? E.left({ tag: 'WrongExpectedVersion', stream: request.stream, expected: request.expectedVersion, actual: events.length }) : store.append(request)()
  }), noticedBy: 'a known event at the very version of the stream is written again' },
  { fault: 'keeps ids unique over all streams', make: onAppend((store, request) => async () => {
    const log = await store.readAll({ after: 'beginning', maxCount: 100_000 })()
    const elsewhere = E.isRight(log) && log.right.events.some((event) => event.stream !== request.stream && request.events.some(({ eventId }) => eventId === event.eventId))
    return elsewhere ? E.left({ tag: 'WrongExpectedVersion', stream: request.stream, expected: request.expectedVersion, actual: 0 }) : store.append(request)()
  }), noticedBy: 'an id of another stream is new', noticedByWorkloads: true },
  { fault: 'takes the new payload of a known id', make: (now) => {
    const store = memoryStore(now)
    const newest = new Map<string, string>()
    const append = (request: AppendRequest) => {
      for (const event of request.events) newest.set(event.eventId, JSON.stringify(event.data))
      return store.append(request)
    }
    return reading((event) => ({ ...event, data: newest.get(event.eventId) ?? event.data }))({ ...store, append })
  }, noticedBy: 'a known id with another payload or type, expecting noStream' },
  { fault: 'looks at the clock before it looks for repeats', make: (now) => {
    const store = memoryStore(now)
    return { ...store, append: (request) => async () => {
      const head = await store.head()()
      const log = E.isRight(head) ? head.right.recordedAt ?? 0 : 0
      return now() < log - 1000 ? E.left({ tag: 'ClockBehindLog', clock: now(), log }) : store.append(request)()
    } }
  }, noticedBy: 'even while the clock is behind the log' },
  // limits
  { fault: 'throws instead of refusing', make: onAppend((store, request) => async () => {
    const result = await store.append(request)()
    if (E.isLeft(result) && result.left.tag === 'InvalidAppend') throw new TypeError(result.left.problems.join())
    return result
  }), noticedBy: 'data is refused: a BigInt' },
  { fault: 'writes the sound events of an append that is not sound', make: onAppend((store, request) => async () => {
    const result = await store.append(request)()
    if (E.isRight(result) || result.left.tag !== 'InvalidAppend') return result
    for (const event of request.events) await store.append({ ...request, expectedVersion: 'any', events: [event] })()
    return result
  }), noticedBy: 'one wrong event among sound ones' },
  { fault: 'stores undefined as nothing', make: onAppend((store, request) => store.append({ ...request, events: JSON.parse(JSON.stringify(request.events, (_, value: unknown) => typeof value === 'bigint' ? 0 : value) ?? 'null') as AppendRequest['events'] })), noticedBy: 'data is refused: undefined' },
  { fault: 'refuses what is just within the limit of bytes', make: onAppend((store, request) => JSON.stringify(request.events[0]?.data ?? '')?.length >= 1_000_000 ? TE.left({ tag: 'InvalidAppend', stream: request.stream, problems: ['too large'] }) : store.append(request)), noticedBy: 'data of 1000000 bytes in ASCII' },
  // order
  { fault: 'writes an append event by event', make: onAppend((store, request) => async () => {
    let receipt: Awaited<ReturnType<ReturnType<EventStore['append']>>> | undefined
    for (const event of request.events) {
      await Promise.resolve()
      receipt = await store.append({ ...request, expectedVersion: receipt === undefined ? request.expectedVersion : 'any', events: [event] })()
      if (E.isLeft(receipt)) return receipt
    }
    return receipt === undefined || E.isLeft(receipt) ? store.append(request)() : E.right({ ...receipt.right, firstVersion: receipt.right.streamVersion - request.events.length + 1, eventIds: request.events.map(({ eventId }) => eventId) })
  }), noticedBy: 'many appends at once are all written, each whole' },
  { fault: 'checks the version and writes later', make: onAppend((store, request) => async () => {
    const { streamVersion } = await page(store, request)
    const fits = request.expectedVersion === streamVersion
    await pause(1)
    return store.append(fits ? { ...request, expectedVersion: 'any' } : request)()
  }), noticedBy: 'of many appends at one expected version exactly one' },
  { fault: 'lets later appends overtake the first', make: (now) => {
    const store = memoryStore(now)
    let first = true
    return { ...store, append: (request) => async () => {
      const wait = first
      first = false
      if (wait) await pause(5)
      return store.append(request)()
    } }
  }, noticedBy: 'that are not waited for are written in the order' },
  { fault: 'reads the log stream by stream', make: onReadAll((_, result) => ({ ...result, events: result.events.toSorted((left, right) => left.stream < right.stream ? -1 : left.stream > right.stream ? 1 : 0) })), noticedBy: 'events stand in the log in the order of the appends', noticedByWorkloads: true },
  { fault: 'names the position of the first event in the receipt', make: onAppend((store, request) => pipe(store.append(request), TE.map((receipt): AppendReceipt => ({ ...receipt, position: receipt.position - receipt.eventIds.length + 1 as Position })))), noticedBy: 'the receipt names the position', noticedByWorkloads: true },
  { fault: 'declares dense positions and leaves gaps', make: reading((event) => ({ ...event, globalPosition: event.globalPosition * 2 as Position })), noticedBy: 'events stand in the log in the order of the appends' },
  { fault: 'shows events before they are in order', make: (now) => {
    const store = memoryStore(now)
    const hidden = new Set<Position>()
    return {
      ...store,
      append: (request) => async () => {
        await pause(1)
        const result = await store.append(request)()
        if (E.isRight(result) && result.right.position % 5 === 0) {
          const { position } = result.right
          hidden.add(position)
          setTimeout(() => hidden.delete(position), 5)
        }
        return result
      },
      readAll: (request) => pipe(store.readAll(request), TE.map((result) => ({ ...result, events: result.events.filter((event) => !hidden.has(event.globalPosition)) }))),
    }
  }, noticedBy: 'who reads on while others write misses nothing' },
  // stored form
  { fault: 'stores what JSON.stringify gives', make: (now) => {
    const store = memoryStore(now)
    const texts = new Map<string, string>()
    const append = (request: AppendRequest) => {
      for (const event of request.events) texts.set(event.eventId, textOf(event.data))
      return store.append(request)
    }
    return reading((event) => ({ ...event, data: texts.get(event.eventId) ?? event.data }))({ ...store, append })
  }, noticedBy: 'the order in which keys were written makes no difference', noticedByWorkloads: true },
  { fault: 'normalises Unicode', make: reading((event) => ({ ...event, data: event.data.normalize('NFC') })), noticedBy: 'as canonical text: "{\\"text\\":\\"网格' },
  { fault: 'escapes what need not be', make: reading((event) => ({ ...event, metadata: event.metadata.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) })), noticedBy: 'any JSON is read back byte for byte' },
  { fault: 'cuts text at the character zero', make: reading((event) => ({ ...event, data: event.data.split('\\u0000')[0] ?? '' })), noticedBy: 'what is just within the limits is written and read back' },
  { fault: 'stamps with a clock that goes back', make: (now) => {
    const store = memoryStore(now)
    const times = new Map<string, number>()
    const append = (request: AppendRequest) => {
      for (const event of request.events) times.set(event.eventId, now())
      return store.append(request)
    }
    return reading((event) => ({ ...event, recordedAt: times.get(event.eventId) ?? event.recordedAt }))({ ...store, append })
  }, noticedBy: 'a clock up to a second behind the log is overruled', noticedByWorkloads: true },
  { fault: 'declares to overrule its clock and refuses', make: (now) => declaring(memoryStore(now), { clockBehindLog: 'finding' }), noticedBy: 'a clock more than a second behind the log' },
  { fault: 'declares to refuse a clock behind and overrules it', make: (now) => {
    let newest = 0
    return memoryStore(() => (newest = Math.max(newest, now())))
  }, noticedBy: 'a clock more than a second behind the log', noticedByWorkloads: true },
  { fault: 'hands out what it keeps', make: (now) => {
    const store = memoryStore(now)
    const kept = new Map<Position, StoredEvent>()
    return reading((event) => {
      if (!kept.has(event.globalPosition)) kept.set(event.globalPosition, { ...event })
      return kept.get(event.globalPosition) as StoredEvent
    })(store)
  }, noticedBy: 'who changes what was read or received' },
  { fault: 'keeps what it was given', make: (now) => {
    const store = memoryStore(now)
    const given = new Map<string, unknown>()
    const append = (request: AppendRequest) => {
      for (const event of request.events) given.set(event.eventId, event.data)
      return store.append(request)
    }
    return reading((event) => ({ ...event, data: sortedText(given.get(event.eventId)) }))({ ...store, append })
  }, noticedBy: 'who changes what he appended' },
  { fault: 'lets go of its chain', make: onHead((head) => ({ ...head, link: head.after === 'beginning' ? head.link : '0'.repeat(64) })), noticedBy: 'the head carries the link', noticedByWorkloads: true },
  { fault: 'declares no chain and shows a link', make: (now) => declaring(memoryStore(now), { keepsChain: false }), noticedBy: 'the head carries the link' },
  { fault: 'takes the chain over other leaves', make: onHead((head) => ({ ...head, link: [...head.link ?? ''].reverse().join('') })), noticedBy: 'the one that was fixed for ever' },
  // reading
  { fault: 'filters categories by prefix', make: filtering((filter, event) => filter.categories === undefined || filter.categories.some((category) => event.stream.startsWith(category))), noticedBy: 'filtered by {"categories":["gridMap"]}', noticedByWorkloads: true },
  { fault: 'filters types without regard to case', make: filtering((filter, event) => filter.types === undefined || filter.types.some((type) => type.toLowerCase() === event.type.toLowerCase())), noticedBy: 'filtered by {"types":["GridOpened"]}' },
  { fault: 'takes wild cards in a filter', make: filtering((filter, event) => filter.types === undefined || filter.types.some((type) => new RegExp(`^${type.replaceAll('%', '.*').replaceAll('_', '.')}$`).test(event.type))), noticedBy: 'filtered by {"types":["Grid%"' },
  { fault: 'takes an empty list for no filter', make: filtering((filter, event) => (filter.types ?? []).length === 0 || filter.types?.includes(event.type) === true), noticedBy: 'filtered by {"types":[]}', noticedByWorkloads: true },
  { fault: 'lets an event pass that passes one of two lists', make: filtering((filter, event) => (filter.types?.includes(event.type) ?? false) || (filter.categories?.includes(categoryOf(event.stream)) ?? false)), noticedBy: 'filtered by {"categories":["gridMap","gridMapX"],"types"', noticedByWorkloads: true },
  { fault: 'filters a page after it was cut', make: (now) => {
    const store = memoryStore(now)
    return { ...store, readAll: ({ filter, ...request }) => pipe(store.readAll(request), TE.map((result) => ({ ...result, events: result.events.filter((event) => filter?.types?.includes(event.type) ?? true), endOfLog: true }))) }
  }, noticedBy: 'filtered by {"types":["GridOpened"]}', noticedByWorkloads: true },
  { fault: 'stays where the last event passed', make: onReadAll((request, result) => ({ ...result, readTo: result.events.at(-1)?.globalPosition ?? request.after })), noticedBy: 'filtered by {"types":["GridOpened"]}', noticedByWorkloads: true },
  { fault: 'reads on one event too far', make: onReadAll((_, result) => result.endOfLog || result.readTo === 'beginning' ? result : ({ ...result, readTo: result.readTo + 1 as Position })), noticedBy: 'the log read in pages of any size', noticedByWorkloads: true },
  { fault: 'includes the place to read after', make: onReadRequest((request) => ({ ...request, after: request.after === 'beginning' || request.after === 0 ? 'beginning' : request.after - 1 as Position })), noticedBy: 'the log read in pages of any size', noticedByWorkloads: true },
  { fault: 'excludes the place to read up to', make: onReadRequest((request) => request.upTo === undefined || request.upTo === 0 ? request : { ...request, upTo: request.upTo - 1 as Position }), noticedBy: 'the log read up to a position', noticedByWorkloads: true },
  { fault: 'never sees the end of the log in a full page', make: onReadAll((request, result) => ({ ...result, endOfLog: result.endOfLog && result.events.length < request.maxCount })), noticedBy: 'the log read in pages of any size', noticedByWorkloads: true },
  { fault: 'gives a thousand events at most and calls it the end', make: (now) => {
    const store = memoryStore(now)
    return { ...store, readAt: (positions) => store.readAt(positions.slice(0, 999)) }
  }, noticedBy: 'many positions can be read in one request' },
  { fault: 'looks up the ids of positions that were read sparingly in their page', make: (now) => {
    const store = memoryStore(now)
    return { ...store, readAt: (positions, hint) => hint?.sparing !== true ? store.readAt(positions) : async () => {
      const found = await store.readAt(positions)()
      const page = await store.readAll({ after: 'beginning', maxCount: positions.length })()
      return E.isLeft(found) ? found : E.right(found.right.map((event, place) => ({ ...event, eventId: E.isRight(page) ? page.right.events[place]?.eventId ?? event.eventId : event.eventId })))
    } }
  }, noticedBy: 'what is read sparingly' },
  { fault: 'forgets the metadata of a page that was read sparingly', make: onReadAll((request, result) => request.sparing === true ? { ...result, events: result.events.map((event) => ({ ...event, metadata: '{}' })) } : result), noticedBy: 'what is read sparingly' },
  { fault: 'reads positions in the order asked', make: (now) => {
    const store = memoryStore(now)
    return { ...store, readAt: (positions) => async () => E.right((await Promise.all(positions.map(async (position) => {
      const found = await store.readAt([position])()
      return E.isRight(found) ? found.right : []
    }))).flat()) }
  }, noticedBy: 'events are read at their positions in the order of the log', noticedByWorkloads: true },
  { fault: 'excludes the version to read backwards from', make: onStreamPage((store, request) => store.readStream(request.direction === 'backwards' && (request.from ?? 1) > 1 ? { ...request, from: (request.from ?? 1) - 1 } : request)), noticedBy: 'a stream read backwards', noticedByWorkloads: true },
  { fault: 'tells the size of the page for the version', make: onStreamPage((store, request) => pipe(store.readStream(request), TE.map((result): StreamPage => ({ ...result, streamVersion: result.events.length })))), noticedBy: 'a stream read forwards', noticedByWorkloads: true },
  { fault: 'never sees the end of a stream in a full page', make: onStreamPage((store, request) => pipe(store.readStream(request), TE.map((result): StreamPage => ({ ...result, endOfStream: result.endOfStream && result.events.length < request.maxCount })))), noticedBy: 'a stream read forwards', noticedByWorkloads: true },
  { fault: 'fails on a stream that does not exist', make: onStreamPage((store, request) => pipe(store.readStream(request), TE.chain((result) => result.streamVersion === 0 ? TE.left({ tag: 'InvalidRead' as const, problems: ['no such stream'] }) : TE.right(result)))), noticedBy: 'a stream that does not exist is an empty page' },
  { fault: 'does not know streams apart by case', make: onAppend((store, request) => store.append({ ...request, stream: request.stream.replace('-C', '-c') as AppendRequest['stream'] })), noticedBy: 'differ only in the case of a letter' },
  { fault: 'leaves the instant itself out of what was known', make: (now) => {
    const store = memoryStore(now)
    return { ...store, prefixKnownAt: (instant) => store.prefixKnownAt(instant - 1) }
  }, noticedBy: 'the prefix known at an instant', noticedByWorkloads: true },
  { fault: 'reads a page of none', make: (now) => {
    const store = memoryStore(now)
    return { ...store, readAll: (request) => request.maxCount === 0 ? TE.right<never, LogPage>({ events: [], readTo: request.after, endOfLog: false }) : store.readAll(request) }
  }, noticedBy: 'a page of so many events is refused: 0' },
  { fault: 'has an old head', make: onHead((head) => ({ ...head, after: head.after === 'beginning' || head.after === 0 ? 'beginning' : head.after - 1 as Position })), noticedBy: 'the receipt names the position', noticedByWorkloads: true },
  // waiting
  { fault: 'says more when there is none', make: waitingBy(() => async () => 'more'), noticedBy: 'it ends when the time is up' },
  { fault: 'is not woken by appends', make: waitingBy((store, after, options) => async () => {
    if (await store.waitBeyond(after, { timeoutMs: 0 })() === 'more') return 'more'
    await pause(Math.min(options.timeoutMs, 1600))
    return store.waitBeyond(after, { timeoutMs: 0 })()
  }), noticedBy: 'an append that comes later ends it' },
  { fault: 'does not hear the signal', make: waitingBy((store, after, { timeoutMs }) => store.waitBeyond(after, { timeoutMs: Math.min(timeoutMs, 1600) })), noticedBy: 'the signal ends it at once' },
  { fault: 'takes a wait of months for none', make: waitingBy((store, after, options) => store.waitBeyond(after, { ...options, timeoutMs: options.timeoutMs > 2 ** 30 ? 1 : options.timeoutMs })), noticedBy: 'a wait of months' },
  { fault: 'asks only whether the log has anything', make: waitingBy((store, _, options) => store.waitBeyond('beginning', options)), noticedBy: 'a place beyond the end of the log waits' },
  // hooks
  { fault: 'has a second connection to another log', make: memoryStore, hooks: (now) => ({ secondWriter: async () => memoryStore(now) }), noticedBy: 'two writers on one log' },
  { fault: 'forgets everything when it is opened again', make: memoryStore, hooks: (now) => ({ reopen: async () => memoryStore(now) }), noticedBy: 'every event, the head and its link are as before' },
]

type Append = (store: EventStore, request: AppendRequest) => ReturnType<EventStore['append']>

function onAppend(append: Append): StoreMaker {
  return (now) => {
    const store = memoryStore(now)
    return { ...store, append: (request) => append(store, request) }
  }
}

function onStreamPage(readStream: (store: EventStore, request: Parameters<EventStore['readStream']>[0]) => ReturnType<EventStore['readStream']>): StoreMaker {
  return (now) => {
    const store = memoryStore(now)
    return { ...store, readStream: (request) => readStream(store, request) }
  }
}

function onReadAll(change: (request: ReadAllRequest, result: LogPage) => LogPage): StoreMaker {
  return (now) => {
    const store = memoryStore(now)
    return { ...store, readAll: (request) => pipe(store.readAll(request), TE.map((result) => change(request, result))) }
  }
}

function onReadRequest(change: (request: ReadAllRequest) => ReadAllRequest): StoreMaker {
  return (now) => {
    const store = memoryStore(now)
    return { ...store, readAll: (request) => store.readAll(change(request)) }
  }
}

function onHead(change: (head: LogHead) => LogHead): StoreMaker {
  return (now) => {
    const store = memoryStore(now)
    return { ...store, head: () => pipe(store.head(), TE.map(change)) }
  }
}

/** Shows every event otherwise than it is. */
function reading(change: (event: StoredEvent) => StoredEvent): StoreMaker & ((store: EventStore) => EventStore) {
  const changed = (store: EventStore): EventStore => ({
    ...store,
    readStream: (request) => pipe(store.readStream(request), TE.map((result) => ({ ...result, events: result.events.map(change) }))),
    readAll: (request) => pipe(store.readAll(request), TE.map((result) => ({ ...result, events: result.events.map(change) }))),
    readAt: (positions) => pipe(store.readAt(positions), TE.map((events) => events.map(change))),
  })
  return (given: EventStore | (() => number)) => changed(typeof given === 'function' ? memoryStore(given) : given)
}

/** Filters by another rule; all else about the pages is right. */
function filtering(passes: (filter: NonNullable<ReadAllRequest['filter']>, event: StoredEvent) => boolean): StoreMaker {
  return (now) => {
    const store = memoryStore(now)
    return {
      ...store,
      readAll: ({ filter, maxCount, ...request }) => filter === undefined ? store.readAll({ ...request, maxCount }) : pipe(
        store.readAll({ ...request, maxCount: 100_000 }),
        TE.map((result) => {
          const events = result.events.filter((event) => passes(filter, event))
          const cut = events.length > maxCount
          return { events: events.slice(0, maxCount), readTo: cut ? events[maxCount - 1]?.globalPosition as Position : result.readTo, endOfLog: !cut }
        }),
      ),
    }
  }
}

function waitingBy(wait: (store: EventStore, after: After, options: Parameters<EventStore['waitBeyond']>[1]) => ReturnType<EventStore['waitBeyond']>): StoreMaker {
  return (now) => {
    const store = memoryStore(now)
    return { ...store, waitBeyond: (after, options) => wait(store, after, options) }
  }
}

function declaring(store: EventStore, declared: Partial<EventStore['declared']>): EventStore {
  return { ...store, declared: { ...store.declared, ...declared } }
}

/** Appends all the same when there is a conflict that the faulty store does not see. */
function onConflict(store: EventStore, request: AppendRequest, blind: (actual: number) => boolean): ReturnType<EventStore['append']> {
  return async () => {
    const result = await store.append(request)()
    return E.isLeft(result) && result.left.tag === 'WrongExpectedVersion' && blind(result.left.actual) ? store.append({ ...request, expectedVersion: result.left.actual })() : result
  }
}

async function page(store: EventStore, { stream }: AppendRequest): Promise<StreamPage> {
  const result = await store.readStream({ stream, maxCount: 100_000 })()
  return E.isRight(result) ? result.right : { events: [], streamVersion: 0, endOfStream: true }
}

async function versionOf(store: EventStore, request: AppendRequest): Promise<number> {
  return (await page(store, request)).streamVersion
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

/** Canonical text enough for plain keys. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child) ? Object.fromEntries(Object.entries(child).toSorted()) : child)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
