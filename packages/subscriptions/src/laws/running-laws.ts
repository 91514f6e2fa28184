/** The laws of running a projection: over a log in pages, with models that are saved, killed, delivered again, asked and blocked. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import {
  effectiveDateOf, entryVoided, eventsByKey, replay, shownTo, valueAt, type CalendarDate, type Fact, type Models, type Projection, type RecordedEvent,
} from '@grid-governance/event-sourcing'
import { asyncLawFor, type Law } from '@grid-governance/event-sourcing/laws'
import { assertSame } from '@grid-governance/event-sourcing/testing'
import type { EventReader, EventStore } from '@grid-governance/event-store'
import { resumeKey } from '../blocked-keys.ts'
import type { KnownAt } from '../known-prefix.ts'
import type { ModelQuestion } from '../model-question.ts'
import { runProjection, type RunningProjection } from '../projection-runner.ts'
import type { ReadModelStore } from '../read-model-store.ts'
import { rebuild } from '../rebuild.ts'
import type { ReadingCodec, ReadMode } from '../recorded-events.ts'
import { appendsIn, factsOf, logOf, rightOf, type AppendInLog, type WritableLog } from './logs-in-stores.ts'
import { deathsOf, deliveringAgain, dyingAtSaves } from './unreliable.ts'

type Log = ReadonlyArray<RecordedEvent>

export interface ProjectionToRun<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  readonly codec: ReadingCodec
  readonly logs: fc.Arbitrary<Log>
  readonly numRuns: number
  readonly log: (now: () => number) => EventStore
  readonly readModels: () => ReadModelStore
}

/** How a runner is set up: small pages, few saves and few models in memory show what large ones hide. */
interface Setting {
  readonly mode: ReadMode
  readonly pageSize: number
  readonly saveEvery: number
  readonly keysInMemory: number
}

const settings: fc.Arbitrary<Setting> = fc.record({
  mode: fc.constantFrom('checked', 'trusted'), pageSize: fc.integer({ min: 1, max: 6 }), saveEvery: fc.integer({ min: 1, max: 9 }), keysInMemory: fc.constantFrom(1, 2, 100),
})
/** What happens after each part of a log: the runner lives on, is stopped, or another takes over while it runs. */
const breaks: fc.Arbitrary<ReadonlyArray<Break>> = fc.array(fc.record({ after: fc.integer({ min: 1, max: 6 }), then: fc.constantFrom('liveOn', 'stop', 'takeOver') }), { minLength: 1, maxLength: 5 })
/** How many of the events before each page are delivered once more. */
const repeats = fc.array(fc.constantFrom(0, 1, 2, 5, 1000), { minLength: 1, maxLength: 4 })

/** What is tried out, and the runners that were started for it. */
interface Running<F extends Fact, Model> extends ProjectionToRun<F, Model> {
  readonly started: Array<Pick<RunningProjection<Model>, 'stop'>>
}

interface Break {
  readonly after: number
  readonly then: 'liveOn' | 'stop' | 'takeOver'
}

export const runningLaws = <F extends Fact, Model>(given: ProjectionToRun<F, Model>): ReadonlyArray<Law> => {
  const { projection, logs } = given
  const law = <Case>(name: string, cases: fc.Arbitrary<Case>, holds: (subject: Running<F, Model>, example: Case) => Promise<void>): Law =>
    asyncLawFor(name, cases, given.numRuns, async (example) => {
      const subject: Running<F, Model> = { ...given, started: [] }
      try {
        await holds(subject, example)
      } finally {
        // One that was taken over would wait for an event before it noticed, and keep the process alive.
        for (const { stop } of subject.started) await stop()
      }
    })
  return [
    law('a rebuild from a log leads to the models of a replay: as of any day, as known at any moment, for any size of page', fc.tuple(logs, fc.nat(), moments, settings, repeats),
      async (subject, [log, whichDay, moment, { mode, pageSize }, again]) => {
        const { store, facts } = await wholeLog(subject, log)
        const [asOf, { knownAt, known }] = [dayOf(facts, whichDay), knownOf(facts, moment)]
        const rebuilt = await rightOf(rebuild({ ...sourceOf(subject, deliveringAgain(store, again), mode), pageSize, ...(asOf && { asOf }), ...(knownAt && { knownAt }) }))
        assertSame('project failed at facts of these keys', Object.fromEntries(rebuilt.blocked), {})
        assertSame('the rebuild leads to other models', plain(rebuilt.models), plain(replay(projection, known, asOf)))
      }),

    law('a runner saves, to the byte, the models of a replay: for any size of page, wherever it is stopped, killed or taken over, whatever is delivered again', fc.tuple(logs, settings, breaks, repeats, deathsOf),
      async (subject, [log, setting, parts, again, deaths]) => {
        const store = logOf(subject.log)
        const saved = subject.readModels()
        await runThrough(subject, { store, reader: deliveringAgain(store, again), readModels: dyingAtSaves(saved, deaths), setting, parts, log: appendsIn(log) })
        assertSame('other models were saved', await savedTexts(saved, projection), textsOf(replay(projection, await factsOf(store, subject.codec))))
      }),

    law('a runner answers any question about a day and a moment as a replay does, and explains its answer', fc.tuple(logs, fc.nat(), moments, settings, fc.nat(), fc.nat()),
      async (subject, [log, whichDay, moment, setting, whichKey, whichPath]) => {
        const { store, facts } = await wholeLog(subject, log)
        const runner = await caughtUp(subject, store, store, subject.readModels(), setting)
        const [asOf, { knownAt, known }] = [dayOf(facts, whichDay), knownOf(facts, moment)]
        const expected = replay(projection, known, asOf)
        const keys = [...replay(projection, facts).keys()]
        for (const key of [...keys, 'no such key']) {
          const { model } = await rightOf(runner.ask({ key, ...(asOf && { asOf }), ...(knownAt && { knownAt }) }))
          assertSame(`the answer for ${JSON.stringify(key)}`, model ?? null, expected.get(key) ?? null)
        }
        const key = keys[whichKey % Math.max(keys.length, 1)]
        if (key !== undefined && (projection.order === 'effective' || asOf === undefined)) {
          const path = pathIn(expected.get(key), whichPath)
          const { explanation } = await rightOf(runner.explain({ key, path, ...(asOf && { asOf }), ...(knownAt && { knownAt }) }))
          const told = expected.has(key) ? valueAt(expected.get(key), path) : undefined
          assertSame(`the value that is explained, ${path.join('.')} of ${JSON.stringify(key)}`, explanation?.value ?? null, told ?? null)
        }
        await runner.stop()
      }),

    law('what a runner published never changes, and cannot be changed; an answer of which its asker may change anything is the asker\'s alone', fc.tuple(logs, settings, breaks), async (subject, [log, setting, parts]) => {
      const store = logOf(subject.log)
      const readModels = subject.readModels()
      const published: Array<readonly [Model, string]> = []
      const note = (models: Iterable<Model>): void => { for (const model of models) published.push([model, JSON.stringify(model)]) }
      const runner = await caughtUp(subject, store, store, readModels, setting)
      runner.onChange(({ models }) => note(models.values()))
      for (const part of partsOf(appendsIn(log), parts)) {
        await store.write(part.appends)
        await reached(runner, store)
        const facts = await factsOf(store, subject.codec)
        const keys = [...eventsByKey(projection, facts).keys()]
        note((await rightOf(runner.read(keys))).models.values())
        const asOf = dayOf(facts, part.appends.length)
        for (const key of keys) await askTwice(runner, { key, ...(asOf && { asOf }) })
      }
      await runner.stop()
      for (const [model, text] of published) {
        assertFrozen(model)
        assertSame('a model that was published is another now', JSON.parse(JSON.stringify(model)), JSON.parse(text))
      }
    }),

    law('a fact at which it fails blocks its own keys alone; once it fails no more and they are resumed, the models are those of a replay, whatever is delivered again', fc.tuple(logs, settings, breaks, repeats, fc.nat()),
      async (subject, [log, setting, parts, again, which]) => {
        const shown = log.filter((event) => projection.handles.includes(event.type) && event.type !== entryVoided)
        const bad = shown[which % Math.max(shown.length, 1)]?.eventId
        let fails = true
        const failing: Projection<F, Model> = { ...projection, project: (model, event) => {
          if (fails && event.eventId === bad) throw new RangeError('made to fail')
          projection.project(model, event)
        } }
        const store = logOf(subject.log)
        const reader = deliveringAgain(store, again)
        const readModels = subject.readModels()
        await runThrough({ ...subject, projection: failing }, { store, reader, readModels, setting, parts, log: appendsIn(log) })
        const facts = await factsOf(store, subject.codec)
        const expected = textsOf(replay(projection, facts))
        const blocked = await rightOf(readModels.keys({ projection, which: 'blocked', maxCount: 100_000 }))
        const own = keysShown(projection, facts, bad)
        assertSame('it blocks other keys than those of the fact that stands', [...blocked].sort(), own)
        const others = (texts: Readonly<Record<string, string | null>>) => Object.fromEntries(Object.entries(texts).filter(([key]) => !own.includes(key)))
        assertSame('beside the blocked keys, other models were saved', others(await savedTexts(readModels, projection)), others(expected))
        fails = false
        for (const key of blocked) await rightOf(resumeKey({ ...sourceOf({ ...subject, projection: failing }, reader, setting.mode), store: readModels, key }))
        await (await caughtUp({ ...subject, projection: failing }, store, reader, readModels, setting)).stop()
        assertSame('after the keys were resumed, other models were saved', await savedTexts(readModels, projection), expected)
      }),
  ]
}

/** A moment of knowledge: by an event of the log or by an instant, or none. */
interface Moment {
  readonly by: 'position' | 'instant' | 'none'
  readonly which: number
}

const moments: fc.Arbitrary<Moment> = fc.record({ by: fc.constantFrom('position', 'instant', 'none'), which: fc.nat() })

interface Run {
  readonly store: WritableLog
  readonly reader: EventReader
  readonly readModels: ReadModelStore
  readonly setting: Setting
  readonly parts: ReadonlyArray<Break>
  readonly log: ReadonlyArray<AppendInLog>
}

/** Records a log part by part while runners come and go, until one has caught up with all of it. */
async function runThrough<F extends Fact, Model>(subject: Running<F, Model>, { store, reader, readModels, setting, parts, log }: Run): Promise<void> {
  let runner: RunningProjection<Model> | undefined
  for (const { appends, then } of partsOf(log, parts)) {
    await store.write(appends)
    if (runner === undefined || then === 'takeOver' || !await reached(runner, store)) runner = await caughtUp(subject, store, reader, readModels, setting)
    if (then === 'stop') {
      await runner.stop()
      runner = undefined
    }
  }
  await runner?.stop()
  await (await caughtUp(subject, store, reader, readModels, setting)).stop()
}

/** A runner dies as often as is made up for it; one that dies more often never catches up. */
const mostDeaths = 10

/** A runner that has caught up; where one dies, the next goes on from what was saved. */
async function caughtUp<F extends Fact, Model>(subject: Running<F, Model>, store: EventStore, reader: EventReader, readModels: ReadModelStore, setting: Setting): Promise<RunningProjection<Model>> {
  for (let deaths = 0; deaths <= mostDeaths; deaths += 1) {
    const runner = await rightOf(runProjection({ ...sourceOf(subject, reader, setting.mode), ...setting, store: readModels }))
    subject.started.push(runner)
    if (await reached(runner, store) && await runner.untilLive() === 'live') return runner
    const ended = await runner.ended()
    if (E.isLeft(ended) && !isDeath(ended.left)) throw new Error(`The runner ended: ${JSON.stringify(ended.left)}`)
  }
  throw new Error('The runner ends again and again.')
}

function isDeath(failure: { readonly tag: string }): boolean {
  return failure.tag === 'StoreUnavailable' || failure.tag === 'FencedOff'
}

/** Whether a runner shows all of a log; false where it ended before. */
async function reached<Model>(runner: RunningProjection<Model>, store: EventStore): Promise<boolean> {
  const { after } = await rightOf(store.head())
  return after === 'beginning' || await runner.untilPosition(after)() === 'reached'
}

function sourceOf<F extends Fact, Model>({ projection, codec }: ProjectionToRun<F, Model>, reader: EventReader, mode: ReadMode) {
  return { projection, codec, reader, mode }
}

async function wholeLog<F extends Fact, Model>({ log: make, codec }: ProjectionToRun<F, Model>, log: Log): Promise<{ readonly store: WritableLog, readonly facts: Log }> {
  const store = logOf(make)
  await store.write(appendsIn(log))
  return { store, facts: await factsOf(store, codec) }
}

/** A log in parts of so many appends; what is left at the end is a part as well. */
function partsOf(log: ReadonlyArray<AppendInLog>, breaks: ReadonlyArray<Break>): ReadonlyArray<{ readonly appends: ReadonlyArray<AppendInLog>, readonly then: Break['then'] }> {
  const parts: Array<{ readonly appends: ReadonlyArray<AppendInLog>, readonly then: Break['then'] }> = []
  let place = 0
  while (place < log.length) {
    const { after, then } = breaks[parts.length % breaks.length] as Break
    parts.push({ appends: log.slice(place, place + after), then })
    place += after
  }
  return parts
}

/** One of the days on which something takes effect; none in a third of the cases. */
function dayOf(facts: Log, which: number): CalendarDate | undefined {
  const days = [...new Set(facts.map((event) => effectiveDateOf(event)))].sort()
  return which % 3 === 0 ? undefined : days[which % Math.max(days.length, 1)]
}

/** What was known at a moment: whole appends only. */
function knownOf(facts: Log, { by, which }: Moment): { readonly knownAt: KnownAt | undefined, readonly known: Log } {
  const event = facts[which % Math.max(facts.length, 1)]
  if (event === undefined || by === 'none') return { knownAt: undefined, known: facts }
  if (by === 'instant') return { knownAt: { instant: event.recordedAt }, known: facts.filter((one) => one.recordedAt <= event.recordedAt) }
  // Positions may have gaps, versions have none.
  const positions = new Map(facts.map((one) => [`${one.stream} ${one.streamVersion}`, one.globalPosition]))
  const whole = ({ stream, streamVersion, metadata: { append } }: RecordedEvent): boolean =>
    (positions.get(`${stream} ${streamVersion + append.of - 1 - append.index}`) ?? Number.POSITIVE_INFINITY) <= event.globalPosition
  return { knownAt: { position: event.globalPosition }, known: facts.filter(whole) }
}

/** The keys to which a fact is shown after all corrections, in order. */
function keysShown<F extends Fact, Model>(projection: Projection<F, Model>, facts: Log, eventId: string | undefined): ReadonlyArray<string> {
  return [...eventsByKey(projection, facts)].filter(([key, own]) => shownTo(projection, key, own).some((event) => event.eventId === eventId)).map(([key]) => key).sort()
}

/** A path to something that stands in a model, or to the whole of it. */
function pathIn(model: unknown, which: number): ReadonlyArray<string> {
  const paths: Array<ReadonlyArray<string>> = [[]]
  const collect = (value: unknown, path: ReadonlyArray<string>): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const [name, child] of Object.entries(value)) {
      paths.push([...path, name])
      collect(child, [...path, name])
    }
  }
  collect(model, [])
  return paths[which % paths.length] ?? []
}

async function savedTexts(store: ReadModelStore, projection: { readonly name: string, readonly version: number }): Promise<Readonly<Record<string, string | null>>> {
  const keys = await rightOf(store.keys({ projection, which: 'all', maxCount: 100_000 }))
  return Object.fromEntries((await rightOf(store.load(projection, keys))).models.map(({ key, text }) => [key, text]))
}

function textsOf<Model>(models: Models<Model>): Readonly<Record<string, string>> {
  return Object.fromEntries([...models].map(([key, model]) => [key, JSON.stringify(model)]))
}

function plain<Model>(models: Models<Model>): unknown {
  return Object.fromEntries(models)
}

/** The first answer is spoiled by its asker as far as it can be; the second one must not show it. */
async function askTwice<Model>(runner: RunningProjection<Model>, question: ModelQuestion): Promise<void> {
  const { model } = await rightOf(runner.ask(question))
  const text = JSON.stringify(model)
  spoil(model)
  assertSame('an answer that another asker changed', JSON.stringify((await rightOf(runner.ask(question))).model), text)
}

function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const child of Object.values(value)) spoil(child)
  if (Object.isFrozen(value)) return
  if (Array.isArray(value)) value.push('spoiled')
  else (value as Record<string, unknown>)['spoiled'] = true
}

function assertFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (!Object.isFrozen(value)) throw new Error(`what was published can be changed: ${JSON.stringify(value)}`)
  for (const child of Object.values(value)) assertFrozen(child)
}
