/** The connection string is not printed: the client would show the password in its warnings. */

import { afterEach, expect, it, vi } from 'vitest'
import { openEventStoreDb } from './index.ts'

afterEach(() => { vi.restoreAllMocks() })

it.each([
  ['esdb://user:s3cret@127.0.0.1:1?tls=false&foo=1', 'the parameter foo'],
  ['esdb://user:s3cret@127.0.0.1:1?tlsVerifyCert=false', 'tlsVerifyCert=false has no effect'],
  ['esdb://127.0.0.1:1?keepAliveTimeout=20000&connectionName=a@b', 'the client takes an @ behind the host for the end of user and password'],
  ['esdb://127.0.0.1:1?tlsCAFile=/certs/ops@district/ca.crt', 'the client takes an @ behind the host for the end of user and password'],
])('%s is refused in words that hold no password', async (connectionString, said) => {
  const printed = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const opened = await openEventStoreDb({ connectionString })()
  expect(opened).toMatchObject({ left: { tag: 'StoreUnavailable', reason: 'unsupported', trouble: 'badAddress' } })
  expect(JSON.stringify(opened)).toContain(said)
  expect(JSON.stringify(opened)).not.toContain('s3cret')
  expect(printed).not.toHaveBeenCalled()
})

it('names that the client knows in other letters are known here, too', async () => {
  const printed = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const opened = await openEventStoreDb({ connectionString: 'esdb://user:s3cret@127.0.0.1:1?tls=false&KeepAliveInterval=10000&max-discover-attempts=1', answerWithinMs: 300 })()
  expect(opened).toMatchObject({ left: { reason: 'unreachable' } })
  expect(printed).not.toHaveBeenCalled()
})
