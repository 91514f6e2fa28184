/** `gridgov verify`: whether a log is what was written: chain, versions, facts, clock, and the head pinned outside of it. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec } from '@grid-governance/domain'
import type { After, Position } from '@grid-governance/event-sourcing'
import { chainStart, decodeMetadata, decodeStored, nextLink, type EventReader, type LogHead, type ReadFailure, type StoredEvent, type StoreUnavailable } from '@grid-governance/event-store'
import { headArgument, perhaps } from '../arguments.ts'
import type { PinnedHead } from '../failure.ts'
import { optionOf, type AuditCommand, type Desk, type Outcome } from '../outcome.ts'
import { text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { advanceTo } from '../output/log-progress.ts'
import { findingInWords } from '../words/words.ts'
import type { Finding } from './finding.ts'
import { inspectFile } from './verified-log.ts'

interface VerifyQuestion {
  readonly pinned: PinnedHead | undefined
}

export const verify: AuditCommand<VerifyQuestion> = {
  read: (given) => pipe(perhaps(headArgument, '--head', optionOf(given, 'head')), E.map((pinned) => ({ pinned }))),

  answersFrom: 'anyLog',

  // What a store finds in its own file is more than its reader shows; without that, the reader's events are measured here.
  answer: ({ pinned }, { reader, inspect }, desk) => pipe(
    TE.Do,
    TE.bind('ofFile', () => inspect === undefined ? TE.right(undefined) : inspectFile(inspect, pinned, desk)),
    TE.bindW('head', ({ ofFile }) => headOf(reader, ofFile)),
    TE.bindW('walked', ({ head, ofFile }) => ofFile === undefined || canBeRead(ofFile.findings) ? walkLog(reader, head, pinned, desk) : TE.right(nothingWalked)),
    TE.map(({ head, ofFile, walked }) => ofFile === undefined
      ? outcomeOfWalk(head, walked, pinned, desk)
      : outcomeOf(head, ofFile, [...ofFile.findings, ...walked.understood], desk, ofFile.inAll - ofFile.findings.length)),
  ),
}

function outcomeOf(head: LogHead, { events, streams }: Pick<Walked, 'events' | 'streams'>, findings: ReadonlyArray<Finding>, desk: Desk, untold = 0): Outcome {
  const { sentences } = desk.words
  const pin = head.link === undefined || head.after === 'beginning' ? [] : [sentences.headToPin(`${head.after}:${head.link}`)]
  const verified = events + findings.length === 0 ? sentences.verifiedEmpty : sentences.verified(events, streams, findings.length + untold)
  return reportOf(head, findings, [verified, ...(findings.length === 0 ? pin : [])], desk)
}

/** What is said where only the events could be measured. A head that was kept elsewhere is then all that tells of alterations. */
function outcomeOfWalk(head: LogHead, walked: Walked, pinned: PinnedHead | undefined, desk: Desk): Outcome {
  const { sentences } = desk.words
  const findings = [...walked.measured, ...walked.understood]
  if (findings.length > 0 || head.link !== undefined || head.after === 'beginning') return outcomeOf(head, walked, findings, desk)
  const verified = pinned === undefined ? sentences.verifiedWithoutChain(walked.events, walked.streams) : sentences.verified(walked.events, walked.streams, 0)
  return reportOf(head, findings, [verified, ...(pinned === undefined ? [] : [sentences.headChecked]), sentences.headFolded(`${head.after}:${walked.link}`)], desk)
}

function reportOf(head: LogHead, findings: ReadonlyArray<Finding>, notes: ReadonlyArray<string>, desk: Desk): Outcome {
  return {
    answer: {
      standpoint: { asOf: desk.today(), position: head.after, recordedAt: head.recordedAt },
      notes,
      tables: [findingTable(findings, desk)],
    },
    ending: findings.length === 0 ? 'done' : 'refused',
    complaints: [],
  }
}

function findingTable(findings: ReadonlyArray<Finding>, { words }: Desk): AnswerTable {
  return {
    name: 'findings',
    columns: [...text('position', 'stream'), ...wide('streamVersion'), ...text('finding'), ...wide('type')],
    rows: findings.map((finding): Row => ({
      position: 'position' in finding ? finding.position : null, stream: 'stream' in finding ? finding.stream : null,
      streamVersion: 'streamVersion' in finding ? finding.streamVersion : null, finding: findingInWords(words, finding), type: finding.tag,
    })),
  }
}

/** The end of the log; of a file with broken pages it may not be there to be read. */
function headOf(reader: EventReader, ofFile: { readonly findings: ReadonlyArray<Finding> } | undefined): TE.TaskEither<ReadFailure, LogHead> {
  return ofFile === undefined || canBeRead(ofFile.findings) ? reader.head() : TE.orElse(() => TE.right<ReadFailure, LogHead>(noHead))(reader.head())
}

const noHead: LogHead = { after: 'beginning', recordedAt: undefined, link: undefined }

/** A file with broken pages cannot be read to its end. */
function canBeRead(findings: ReadonlyArray<Finding>): boolean {
  return findings.every((finding) => finding.tag !== 'DamagedFile' && finding.tag !== 'AlteredSchema')
}

interface Walked {
  readonly events: number
  readonly streams: number
  /** The end of the chain over all events, as it was folded here. */
  readonly link: string
  /** What is wrong with order, clock and chain. */
  readonly measured: ReadonlyArray<Finding>
  /** What is wrong with the events themselves. */
  readonly understood: ReadonlyArray<Finding>
}

const nothingWalked: Walked = { events: 0, streams: 0, link: chainStart, measured: [], understood: [] }

/** Reads the log once, up to the head found at the beginning. */
function walkLog(reader: EventReader, head: LogHead, pinned: PinnedHead | undefined, desk: Desk): TE.TaskEither<ReadFailure | StoreUnavailable, Walked> {
  return async () => {
    const walk = newWalk(pinned, reader)
    const progress = desk.progress(desk.words.sentences.reading)
    let after: After = 'beginning'
    try {
      while (head.after !== 'beginning') {
        const page: Awaited<ReturnType<ReturnType<EventReader['readAll']>>> = await reader.readAll({ after, upTo: head.after, maxCount: 1000 })()
        if (E.isLeft(page)) return page
        for (const event of page.right.events) take(walk, event)
        after = page.right.readTo
        advanceTo(progress, reader.declared, after, head.after)
        if (page.right.endOfLog || page.right.events.length === 0) break
      }
      return E.right(finished(walk, head))
    } finally {
      progress.end()
    }
  }
}

interface Walk {
  readonly pinned: PinnedHead | undefined
  /** Where positions have gaps, a log that came from another store has other ones; the link alone names the same events. */
  readonly positionsMove: boolean
  readonly versions: Map<string, number>
  readonly measured: Finding[]
  readonly understood: Finding[]
  events: number
  link: string
  recordedAt: number
  position: number
  foundPin: string | undefined
}

function newWalk(pinned: PinnedHead | undefined, { declared: { positionsDense } }: EventReader): Walk {
  return { pinned, positionsMove: !positionsDense, versions: new Map(), measured: [], understood: [], events: 0, link: chainStart, recordedAt: 0, position: -1, foundPin: undefined }
}

function take(walk: Walk, event: StoredEvent): void {
  const { stream, streamVersion, globalPosition: position, recordedAt } = event
  const expected = (walk.versions.get(stream) ?? 0) + 1
  if (streamVersion !== expected) walk.measured.push({ tag: 'VersionOutOfOrder', position, stream, expected, found: streamVersion })
  if (recordedAt < walk.recordedAt) walk.measured.push({ tag: 'ClockStep', position, before: walk.recordedAt, recordedAt })
  if (position <= walk.position) walk.measured.push({ tag: 'PositionGap', expected: walk.position + 1, found: position })
  if (event.foreign === true) walk.understood.push({ tag: 'ForeignEvent', position, stream, streamVersion })
  const problems = factProblems(event)
  if (problems.length > 0) walk.understood.push({ tag: 'UndecodableFact', position, stream, streamVersion, problems })
  walk.versions.set(stream, streamVersion)
  walk.events += 1
  walk.recordedAt = recordedAt
  walk.position = position
  walk.link = nextLink(walk.link, event)
  if (walk.pinned?.position === position || (walk.pinned?.link === walk.link && walk.positionsMove)) walk.foundPin = walk.link
}

/** What keeps an event from being understood: its metadata, or its fact after all upcasting. */
function factProblems(event: StoredEvent): ReadonlyArray<string> {
  const metadata = decodeMetadata(event)
  const facts = decodeStored(governanceCodec, event)
  return [...(E.isLeft(metadata) ? metadata.left.fact.problems : []), ...(E.isLeft(facts) ? facts.left.fact.problems : [])]
}

function finished({ pinned, versions, measured, understood, events, link, position, foundPin }: Walk, head: LogHead): Walked {
  return {
    events,
    streams: versions.size,
    link,
    measured: [
      ...measured,
      ...(head.link !== undefined && head.link !== link ? [{ tag: 'BrokenChain', position, named: head.link, found: link } as const] : []),
      ...(pinned !== undefined && foundPin !== pinned.link ? [missingPin(pinned, foundPin, { events, position, link })] : []),
    ],
    understood,
  }
}

function missingPin(pinned: PinnedHead, foundPin: string | undefined, end: { readonly events: number, readonly position: number, readonly link: string }): Finding {
  const found = foundPin === undefined ? { position: end.position as Position, link: end.link } : { position: pinned.position as Position, link: foundPin }
  return { tag: 'PinnedHeadMissing', pinned: { count: pinned.position + 1, position: pinned.position as Position, link: pinned.link }, found: { count: end.events, ...found } }
}
