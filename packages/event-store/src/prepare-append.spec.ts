/** The limits of the port: what is said of an append that breaks them, and what a sound one becomes. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { derivedId, type StreamName } from '@grid-governance/event-sourcing'
import type { AppendRequest } from './port.ts'
import { maxAppendBytes, maxAppendEvents, prepareAppend } from './prepare-append.ts'
import type { EventToAppend } from './stored-event.ts'

const stream = 'gridMap-440402.C1' as StreamName

describe('a sound append', () => {
  test('becomes its events in their stored text', () => {
    expect(prepareAppend(requestOf([eventOf({ data: { b: 1, a: [2] }, metadata: { z: null, y: 'é' } })]))).toEqual(E.right([{
      eventId: derivedId('prepare'), type: 'GridOpened', schemaVersion: 2, data: '{"a":[2],"b":1}', metadata: '{"y":"é","z":null}',
    }]))
  })

  test(`may hold ${maxAppendBytes} bytes of data and ${maxAppendEvents} events`, () => {
    expect(E.isRight(prepareAppend(requestOf([eventOf({ data: { text: 'x'.repeat(maxAppendBytes - 11) } })])))).toBe(true)
    expect(E.isRight(prepareAppend(requestOf(Array.from({ length: maxAppendEvents }, () => eventOf({ data: {} })))))).toBe(true)
  })
})

describe('an append that breaks the limits', () => {
  test.each<readonly [string, AppendRequest, ReadonlyArray<string>]>([
    ['in its stream', { ...requestOf([eventOf()]), stream: 'Grid Map' as StreamName }, ['"Grid Map" is not a stream name: category (camelCase, no dash), one dash, instance (letters, digits, . _ ~ -), at most 255 characters']],
    ['in its expectation', { ...requestOf([eventOf()]), expectedVersion: -1 }, ['the expected version -1 is neither any, noStream, streamExists nor a count']],
    ['by being empty', requestOf([]), ['the append is empty']],
    ['by one event', requestOf(Array.from({ length: maxAppendEvents + 1 }, () => eventOf())), ['the append holds 10001 events, at most 10000 are allowed']],
    ['by one byte', requestOf([eventOf({ data: { text: 'x'.repeat(maxAppendBytes - 10) } })]), ['the append holds 1000001 bytes of data, at most 1000000 are allowed; split it']],
    ['by one byte of a character of three', requestOf([eventOf({ data: { text: `${'网'.repeat(333_329)}xxx` } })]), ['the append holds 1000001 bytes of data, at most 1000000 are allowed; split it']],
    ['in an id', requestOf([eventOf({ eventId: 'A' as EventToAppend['eventId'] })]), ['event 1: "A" is not a UUID in lower case']],
    ['in a type', requestOf([eventOf({ type: 'gridOpened' })]), ['event 1: "gridOpened" is not a type (PascalCase, at most 100 letters and digits)']],
    ['in a schema version', requestOf([eventOf({ schemaVersion: 0 })]), ['event 1: schema version 0 is not a whole number from 1']],
    ['in data and metadata', requestOf([eventOf(), eventOf({ data: { a: Number.NaN }, metadata: [] as unknown as EventToAppend['metadata'] })]), ['event 2: data.a is NaN, which JSON cannot hold', 'event 2: metadata is not an object']],
  ])('%s is told in a sentence', (_, request, problems) => {
    expect(prepareAppend(request)).toEqual(E.left({ tag: 'InvalidAppend', stream: request.stream, problems }))
  })

  test('is told everything that is wrong at once', () => {
    const wrong = eventOf({ eventId: '' as EventToAppend['eventId'], type: '', schemaVersion: 1.5, data: null as unknown as EventToAppend['data'] })
    const result = prepareAppend({ stream: '' as StreamName, expectedVersion: Number.NaN, events: [wrong] })
    expect(E.isLeft(result) && result.left.problems).toHaveLength(6)
  })
})

function requestOf(events: ReadonlyArray<EventToAppend>): AppendRequest {
  return { stream, expectedVersion: 'any', events: events as AppendRequest['events'] }
}

function eventOf(change: Partial<EventToAppend> = {}): EventToAppend {
  return { eventId: derivedId('prepare'), type: 'GridOpened', schemaVersion: 2, data: { a: 1 }, metadata: {}, ...change }
}
