/** Two front doors over one database that are given different commands under one id: what was not recorded is not acknowledged. */

import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decodeRequest, openFrontDoor } from '@grid-governance/application'
import { openEventStoreDb } from '@grid-governance/event-store-eventstoredb'
import { startDatabaseLog, type DatabaseLog } from './testing/database-log.ts'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { smallDistrict } from './testing/samples.ts'

let trial: FileTrial
let log: DatabaseLog

beforeEach(async () => {
  trial = newFileTrial({ answerWithinMs: 1000 })
  log = await startDatabaseLog({ now: trial.now })
  await smallDistrict({ ...trial, gridgov: (...words) => trial.gridgov(...words.map((word) => word === 'x.db' ? log.address : word)) })
})
afterEach(async () => {
  await log.stop()
  trial.end()
})

const must = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

const rename = (commandId: string, name: string) => must(decodeRequest({
  commandId, type: 'RenameGrid', actor: { ref: 'clerk-1', role: 'clerk' }, authority: { documentNumber: 'made up 9', issuer: 'made up', date: '2018-06-20' },
  data: { districtId: '440402', communityId: 'C440402001001', gridId: 'G440402001001001', name, kind: 'change', effectiveOn: '2019-01-01' },
}))

it('the second of two commands under one id is refused, also by a door that has not seen the first', async () => {
  const stores = [must(await openEventStoreDb({ connectionString: log.address })()), must(await openEventStoreDb({ connectionString: log.address })())] as const
  const [here, there] = stores.map((store) => openFrontDoor({ store, now: trial.now })) as [ReturnType<typeof openFrontDoor>, ReturnType<typeof openFrontDoor>]
  const [before, shared] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2']
  expect(await here.submit(rename(before, 'Zero'))()).toMatchObject({ right: { outcome: 'recorded' } })
  const recorded = await there.submit(rename(shared, 'One'))()
  expect(recorded).toMatchObject({ right: { outcome: 'recorded' } })
  expect(await here.submit(rename(shared, 'Two'))()).toMatchObject({ left: { tag: 'CommandIdReused' } })
  expect(must(await here.submit(rename(shared, 'One'))())).toMatchObject({ eventIds: must(recorded).eventIds })
  for (const store of stores) await store.close()
})
