/**
 * Questions made by chance, each from its seed: few streams and few ids, so that repeats, conflicts, deletions and metadata meet, and readers
 * and subscribers come upon what they left.
 */

import { clientEvent, kindsOf } from './asking.spec-parts.ts'
import type { Question, World } from './question.spec-parts.ts'
import type { Expected, Item } from './wire.spec-parts.ts'

const scripts = 120
const steps = 20
const idLabels = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const expectations: readonly Expected[] = ['any', 'any', 'no_stream', 'stream_exists', 0, 1, 2, 3]

export const randomQuestions: readonly Question[] = Array.from({ length: scripts }, (_, index) => ({
  name: `script ${index + 1}`,
  ask: (world: World) => played(world, chance(index + 1)),
}))

/** What one script plays on. */
interface Play {
  readonly world: World
  readonly random: (below: number) => number
  readonly streams: ReadonlyArray<Stream>
  /** Where the script begins in the log. */
  readonly start: bigint
}

interface Stream {
  readonly label: string
  readonly name: string
}

async function played(world: World, random: (below: number) => number): Promise<unknown> {
  const streams = ['s', 't'].map((label) => ({ label, name: world.names.stream(label) }))
  const play: Play = { world, random, streams, start: await beginning(world) }
  const answers: string[] = []
  for (let step = 0; step < steps; step += 1) {
    answers.push(await stepped(play, streams[random(streams.length)] as Stream, step))
    // A real server makes a deleted stream visible again a moment after it answered, and drops what it has not quite committed.
    await world.passTime(world.patience / 25)
  }
  for (const { label, name } of streams) {
    answers.push(`in the end ${label}: ${summary(await world.wire.read({ stream: name, patience: world.patience * 5 }))}`)
    answers.push(`metadata of ${label}: ${summary(await world.wire.read({ stream: `$$${name}`, direction: 'backwards', from: 'end', count: 1, patience: world.patience * 5 }))}`)
  }
  answers.push(`$all: ${summary(await world.wire.read({ ...filtered(play), patience: world.patience * 5 }))}`)
  answers.push(`a subscriber of s: ${summary(await world.wire.subscribe({ stream: (streams[0] as Stream).name, from: random(2) === 0 ? 'start' : random(4), patience: world.patience }))}`)
  answers.push(`a subscriber of $all: ${summary(await world.wire.subscribe({ ...filtered(play), patience: world.patience }))}`)
  return answers
}

/** An event before everything else, by whose place the rest is found among what others wrote. */
async function beginning(world: World): Promise<bigint> {
  const appended = await world.client.appendToStream(world.names.stream('beginning'), [clientEvent(world, 'beginning')])
  return appended.position?.commit ?? 0n
}

function filtered({ start, streams }: Play) {
  return { from: start, filter: { by: 'stream' as const, prefixes: streams.flatMap(({ name }) => [name, `$$${name}`]) } }
}

async function stepped(play: Play, stream: Stream, step: number): Promise<string> {
  const { random, world: { wire, patience } } = play
  const expected = expectations[random(expectations.length)] ?? 'any'
  const told = (what: string, answer: unknown): string => `${what} ${stream.label} ${expected}: ${summary(answer)}`
  const choice = random(24)
  if (choice < 14) return await append(play, stream, expected)
  if (choice < 16) return told('delete', await wire.delete(stream.name, expected))
  if (choice === 16) return random(4) === 0 ? told('tombstone', await wire.tombstone(stream.name, expected)) : await append(play, stream, expected)
  if (choice < 19) return await setMetadata(play, stream, step)
  if (choice < 23) {
    const direction = random(2) === 0 ? 'forwards' as const : 'backwards' as const
    const from = random(3) === 0 ? (direction === 'forwards' ? 'start' as const : 'end' as const) : random(5)
    const count = 1 + random(5)
    return `read ${stream.label} ${direction} ${count} from ${from}: ${summary(await wire.read({ stream: stream.name, direction, from, count, patience: patience * 5 }))}`
  }
  const count = 1 + random(6)
  return `read $all backwards ${count}: ${summary(await wire.read({ ...filtered(play), direction: 'backwards', from: 'end', count, patience: patience * 5 }))}`
}

/** One to three events, known and unknown ones, by the call Append or by the batch stream. */
async function append({ random, world }: Play, { label, name }: Stream, expected: Expected): Promise<string> {
  const labels = Array.from({ length: 1 + random(3) }, () => idLabels[random(idLabels.length)] ?? 'a')
  if (random(2) === 0) {
    return `append ${labels.join('')} ${label} ${expected}: ${summary(await answered(world, world.wire.append(name, expected, labels.map((each) => ({ id: world.names.id(each), type: each })))))}`
  }
  const expectedRevision = typeof expected === 'number' ? BigInt(expected) : expected
  const answer = await answered(world, world.client.appendToStream(name, labels.map((each) => clientEvent(world, each, { type: each })), { expectedRevision })
    .then(({ nextExpectedRevision, position }) => `revision ${nextExpectedRevision}${position === undefined ? ' without position' : ''}`, failureOf))
  return `batch ${labels.join('')} ${label} ${expected}: ${answer}`
}

/** The answer of a call that may have none. */
async function answered<A>({ commitTimeout, patience }: World, call: Promise<A>): Promise<A | string> {
  let timer: NodeJS.Timeout | undefined
  const never = new Promise<string>((resolve) => { timer = setTimeout(() => { resolve('never answered') }, commitTimeout + patience * 5) })
  return await Promise.race([call, never]).finally(() => { clearTimeout(timer) })
}

async function setMetadata({ random, world: { wire, names } }: Play, { label, name }: Stream, step: number): Promise<string> {
  const parts = [`"$maxCount":${1 + random(3)}`, `"$tb":${random(5)}`]
  const data = `{${random(4) === 0 ? parts.join() : parts[random(2)]}}`
  const expected = random(3) === 0 ? random(2) : 'any'
  return `metadata ${data} ${label} ${expected}: ${summary(await wire.append(`$$${name}`, expected, [{ id: names.id(`metadata ${step}`), type: '$metadata', data }]))}`
}

function failureOf(error: unknown): string {
  const { type, actualVersion, constructor } = error as { readonly type?: string, readonly actualVersion?: unknown, readonly constructor: { readonly name: string } }
  return `${type ?? constructor.name}${actualVersion === undefined ? '' : `, current ${String(actualVersion)}`}`
}

/** A few words for an answer: revisions, whether there was a position, what went wrong. */
function summary(answer: unknown): string {
  if (Array.isArray(answer)) return answer.filter((item: Item) => typeof item !== 'object' || !('checkpoint' in item)).map(summary).join(' ')
  if (typeof answer === 'string') return answer
  const { success, wrongExpectedVersion, event, streamNotFound, position, noPosition, GRPC, trailers } = answer as Answer
  if (success !== undefined) return `revision ${success.currentRevision}${success.noPosition === undefined ? '' : ' without position'}`
  if (wrongExpectedVersion !== undefined) return `wrong, current ${wrongExpectedVersion.currentNoStream === undefined ? wrongExpectedVersion.currentRevision : 'none'}`
  if (event !== undefined) return shownEvent(event.event)
  if (streamNotFound !== undefined) return 'not found'
  if (GRPC !== undefined) return `failed ${GRPC} ${trailers?.['exception']} ${trailers?.['actual-version'] ?? ''}`
  if (position !== undefined) return 'done'
  return noPosition === undefined ? kindsOf([answer]).join() : 'done without position'
}

function shownEvent({ streamRevision, metadataMap, data }: Recorded): string {
  const type = metadataMap['type'] ?? ''
  return `${type}@${streamRevision}${type === '$metadata' ? Buffer.from(data, 'base64').toString('utf8') : ''}`
}

interface Recorded {
  readonly streamRevision: string
  readonly metadataMap: Record<string, string>
  readonly data: string
}

interface Answer {
  readonly success?: { readonly currentRevision: string; readonly noPosition?: unknown }
  readonly wrongExpectedVersion?: { readonly currentRevision: string; readonly currentNoStream?: unknown }
  readonly event?: { readonly event: Recorded }
  readonly streamNotFound?: unknown
  readonly position?: unknown
  readonly noPosition?: unknown
  readonly GRPC?: number
  readonly trailers?: Record<string, string>
}

/** A small generator of whole numbers below a bound, the same for the same seed (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
