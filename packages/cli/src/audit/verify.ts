/** `gridgov verify`: whether a log is what was written: chain, versions, facts, clock, and the head pinned outside of it. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec } from '@grid-governance/domain'
import type { After } from '@grid-governance/event-sourcing'
import { chainStart, decodeMetadata, decodeStored, nextLink, type EventReader, type LogHead, type ReadFailure, type StoredEvent } from '@grid-governance/event-store'
import { headArgument, perhaps } from '../arguments.ts'
import type { PinnedHead } from '../failure.ts'
import { optionOf, type AuditCommand, type Desk, type Outcome } from '../outcome.ts'
import { figure, text, wide, type Row } from '../output/answer.ts'
import type { FileProblem } from '../ports.ts'
import type { Finding } from './finding.ts'

interface VerifyQuestion {
  readonly pinned: PinnedHead | undefined
}

export const verify: AuditCommand<VerifyQuestion> = {
  read: (given) => pipe(perhaps(headArgument, '--head', optionOf(given, 'head')), E.map((pinned) => ({ pinned }))),

  answer: ({ pinned }, { reader, inspect }, desk) => pipe(
    TE.Do,
    TE.bind('head', () => reader.head()),
    TE.bindW('walked', ({ head }) => walkLog(reader, head, pinned, desk)),
    TE.bindW('problems', () => inspect === undefined ? TE.right([]) : inspect.problems()),
    TE.map(({ head, walked, problems }) => outcomeOf(head, walked, problems, desk)),
  ),
}

function outcomeOf(head: LogHead, { events, streams, findings }: Walked, problems: ReadonlyArray<FileProblem>, { words, today }: Desk): Outcome {
  const all = [...problems.map((problem): Finding => ({ finding: problem.kind, position: problem.position ?? null, stream: null, streamVersion: null, detail: [problem.detail] })), ...findings]
  const { sentences } = words
  return {
    answer: {
      standpoint: { asOf: today(), position: head.after, recordedAt: head.recordedAt },
      notes: [
        sentences.verified(events, streams, all.length),
        ...(head.link === undefined || head.after === 'beginning' ? [] : [sentences.headToPin(`${head.after}:${head.link}`)]),
      ],
      tables: all.length === 0 ? [] : [{
        name: 'findings',
        columns: [...wide('kind'), ...text('finding'), ...figure('position'), ...text('stream'), ...wide('streamVersion'), ...text('says')],
        rows: all.map((finding): Row => ({
          kind: finding.finding, finding: sentences.findings[finding.finding], position: finding.position, stream: finding.stream,
          streamVersion: finding.streamVersion, says: finding.detail.join('; '),
        })),
      }],
    },
    ending: all.length === 0 ? 'done' : 'refused',
    complaints: [],
  }
}

interface Walked {
  readonly events: number
  readonly streams: number
  readonly findings: ReadonlyArray<Finding>
}

/** Reads the log once, up to the head found at the beginning. */
function walkLog(reader: EventReader, head: LogHead, pinned: PinnedHead | undefined, desk: Desk): TE.TaskEither<ReadFailure, Walked> {
  return async () => {
    const walk = newWalk(pinned)
    const progress = desk.progress(desk.words.sentences.verifying, head.after === 'beginning' ? 0 : head.after + 1)
    let after: After = 'beginning'
    try {
      while (head.after !== 'beginning') {
        const page: E.Either<ReadFailure, { readonly events: ReadonlyArray<StoredEvent>, readonly readTo: After, readonly endOfLog: boolean }> =
          await reader.readAll({ after, upTo: head.after, maxCount: 1000 })()
        if (E.isLeft(page)) return page
        for (const event of page.right.events) take(walk, event)
        after = page.right.readTo
        progress.advance(after === 'beginning' ? 0 : after)
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
  readonly versions: Map<string, number>
  readonly findings: Finding[]
  events: number
  link: string
  recordedAt: number
  position: number
  pinnedMet: boolean
}

function newWalk(pinned: PinnedHead | undefined): Walk {
  return { pinned, versions: new Map(), findings: [], events: 0, link: chainStart, recordedAt: 0, position: -1, pinnedMet: false }
}

function take(walk: Walk, event: StoredEvent): void {
  const expected = (walk.versions.get(event.stream) ?? 0) + 1
  if (event.streamVersion !== expected) found(walk, event, 'versionGap', `${expected} -> ${event.streamVersion}`)
  if (event.recordedAt < walk.recordedAt) found(walk, event, 'clockStep', `${walk.recordedAt} -> ${event.recordedAt}`)
  if (event.globalPosition <= walk.position) found(walk, event, 'positionStep', `${walk.position} -> ${event.globalPosition}`)
  if (event.foreign === true) found(walk, event, 'foreignEvent')
  for (const problem of factProblems(event)) found(walk, event, 'undecodableFact', problem)
  walk.versions.set(event.stream, event.streamVersion)
  walk.events += 1
  walk.recordedAt = Math.max(walk.recordedAt, event.recordedAt)
  walk.position = event.globalPosition
  walk.link = nextLink(walk.link, event)
  if (walk.pinned?.position === event.globalPosition) {
    walk.pinnedMet = true
    if (walk.pinned.link !== walk.link) found(walk, event, 'pinnedHeadDiffers', walk.link)
  }
}

/** What keeps an event from being understood: its metadata, or its fact after all upcasting. */
function factProblems(event: StoredEvent): ReadonlyArray<string> {
  const metadata = decodeMetadata(event)
  const facts = decodeStored(governanceCodec, event)
  return [...(E.isLeft(metadata) ? metadata.left.fact.problems : []), ...(E.isLeft(facts) ? facts.left.fact.problems : [])]
}

function found(walk: Walk, event: StoredEvent, finding: Finding['finding'], ...detail: ReadonlyArray<string>): void {
  walk.findings.push({ finding, position: event.globalPosition, stream: event.stream, streamVersion: event.streamVersion, detail })
}

function finished(walk: Walk, head: LogHead): Walked {
  const atEnd = (finding: Finding['finding'], detail: string): Finding => ({ finding, position: walk.position, stream: null, streamVersion: null, detail: [detail] })
  return {
    events: walk.events,
    streams: walk.versions.size,
    findings: [
      ...walk.findings,
      ...(head.link !== undefined && head.link !== walk.link ? [atEnd('brokenChain', `${head.link} / ${walk.link}`)] : []),
      ...(walk.pinned !== undefined && !walk.pinnedMet ? [atEnd('pinnedHeadMissing', String(walk.pinned.position))] : []),
    ],
  }
}
