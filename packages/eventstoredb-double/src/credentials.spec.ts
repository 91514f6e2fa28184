/** A double with TLS and users: who is let in, and what an untrusted certificate looks like. */

import { EventStoreDBClient } from '@eventstore/db-client'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { anEvent, failureOf, typesIn } from './a-client.spec-parts.ts'
import { loopbackCertificate, startDouble } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'double-'))
const tls = loopbackCertificate()
writeFileSync(join(folder, 'right.pem'), tls.cert)
writeFileSync(join(folder, 'wrong.pem'), loopbackCertificate().cert)
const double = await startDouble({ tls, users: { officer: 'right' } })

afterAll(async () => {
  await double.stop()
  rmSync(folder, { recursive: true })
})

async function outcomeAs(user: string, authority: string): Promise<unknown> {
  const client = EventStoreDBClient.connectionString(`${double.connectionString.replace('//', `//${user}`)}&tlsCAFile=${join(folder, authority)}&defaultDeadline=2000`)
  try {
    const failure = await failureOf(client.appendToStream('s', anEvent('Signed')).then(() => { throw new Error('appended') }))
    return failure.message === 'appended' ? 'appended' : [failure.name, failure.code]
  } finally {
    await client.dispose()
  }
}

test('a user with the right password is let in', async () => {
  expect(await outcomeAs('officer:right@', 'right.pem')).toBe('appended')
  const client = EventStoreDBClient.connectionString(`${double.connectionString.replace('//', '//officer:right@')}&tlsCAFile=${join(folder, 'right.pem')}`)
  expect(await typesIn(client, 's')).toEqual(['Signed'])
  await client.dispose()
})

test.each(['officer:wrong@', 'nobody:right@', 'constructor:right@', ''])('"%s" is not', async (user) => {
  expect(await outcomeAs(user, 'right.pem')).toEqual(['AccessDeniedError', user === '' ? 7 : 16])
})

test('a certificate that is not trusted ends in UNAVAILABLE', async () => {
  expect(await outcomeAs('officer:right@', 'wrong.pem')).toEqual([expect.any(String), 14])
})
