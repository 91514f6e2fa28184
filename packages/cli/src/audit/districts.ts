/** The districts of a log, as their openings say; a log that was merged has several. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { districtOf, type DistrictId } from '@grid-governance/domain'
import type { EventReader, ReadFailure } from '@grid-governance/event-store'
import { appendPages } from '@grid-governance/subscriptions'
import type { LogNotSetUp, UsageWrong } from '../failure.ts'
import type { ReadableLog } from '../ports.ts'

/** The districts whose log is opened here, in the order of their opening. */
export const districtsIn = (reader: EventReader): TaskEither<ReadFailure, ReadonlyArray<DistrictId>> => async () => {
  const found = new Set<DistrictId>()
  for await (const page of appendPages(reader, { after: 'beginning', filter: { categories: ['logOpening'] } })) {
    if (E.isLeft(page)) return page
    for (const event of page.right.events) found.add(districtOf(event.stream))
  }
  return E.right([...found])
}

/** The district that is meant: the one asked for, or the only one there is. */
export const districtMeant = ({ reader, path }: Pick<ReadableLog, 'reader' | 'path'>, asked: DistrictId | undefined): TaskEither<ReadFailure | LogNotSetUp | UsageWrong, DistrictId> => async () => {
  const districts = await districtsIn(reader)()
  if (E.isLeft(districts)) return districts
  const [first, ...others] = districts.right
  if (first === undefined) return E.left({ tag: 'LogNotSetUp', path })
  if (asked === undefined && others.length > 0) return E.left({ tag: 'UsageWrong', mistake: { kind: 'whichDistrict', districts: districts.right } })
  const district = asked ?? first
  return districts.right.includes(district)
    ? E.right(district)
    : E.left({ tag: 'UsageWrong', mistake: { kind: 'otherDistrict', asked: district, districts: districts.right } })
}
