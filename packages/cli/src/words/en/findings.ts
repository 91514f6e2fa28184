/** The findings of `verify` in English. */

import { instantText } from '../../output/instant.ts'
import type { FindingWords } from '../words.ts'

export const findingsEn: FindingWords = {
  AlteredEvent: () => 'the event, or its link, is not what was written',
  PositionGap: ({ expected, found }) => `position ${expected} was expected, and ${found} found: events are missing, or were put in`,
  VersionOutOfOrder: ({ expected, found }) => `version ${expected} of the stream was expected, and ${found} found`,
  WrongPointer: ({ expected, found }) => `the pointer to the event before leads to ${found} instead of ${expected}`,
  ClockStep: ({ before, recordedAt }) => `the recorded time goes back from ${instantText(before)} to ${instantText(recordedAt)}`,
  WrongStreamHead: ({ stream, expectedVersion, foundVersion }) => `the saved head of stream number ${stream} is at version ${foundVersion} instead of ${expectedVersion}`,
  WrongMark: ({ streamVersion, found }) => `the place noted for version ${streamVersion} is ${found}`,
  MarksOfNothing: ({ count }) => `${count} places are noted for versions that do not exist`,
  UnusedName: ({ kind, name }) => `no event refers to the ${kind} ${name}: events are missing, or more is there than was written`,
  WrongCategory: ({ stream }) => `${stream} is filed under another category`,
  AlteredSchema: ({ problem }) => `the schema of the file was altered: ${problem}`,
  DamagedFile: ({ after, problem }) => `the file is damaged${after < 0 ? '' : ` behind position ${after}`}: ${problem}`,
  PinnedHeadMissing: ({ pinned, found }) => `the pinned head (${pinned.position}:${pinned.link}) is not in the log, which has ${found.position}:${found.link}: it was cut, or written anew`,
  UndecodableFact: ({ problems }) => `the fact cannot be understood: ${problems.join('; ')}`,
  ForeignEvent: () => 'the event was not written by this library',
  BrokenChain: ({ named, found }) => `the chain comes to ${found}, but the head is ${named}`,
}
