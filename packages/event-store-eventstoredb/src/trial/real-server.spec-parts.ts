/** Tests that a real server is put to as well, where EVENTSTOREDB_URL names one; where it does not, they report themselves as skipped, by name and reason. */

import process from 'node:process'
import { describe, it } from 'vitest'

const url = process.env['EVENTSTOREDB_URL']

/** The server may be in use: tests keep to streams of their own, and read from where its log had come to. */
export const describeOnRealServer = (what: string, tests: (connectionString: string) => void): void => {
  describe(what, () => {
    if (url === undefined || url === '') it('is tried where EVENTSTOREDB_URL names a server', ({ skip }) => { skip('EVENTSTOREDB_URL is not set') })
    else tests(url)
  })
}
