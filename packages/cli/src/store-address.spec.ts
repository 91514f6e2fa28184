/** Addresses on the command line: what of them is user and password, and what is not. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shellWord } from './output/shell-word.ts'
import { addressProblem, namesUser, withCredentials, withoutCredentials } from './store-address.ts'

const addresses = ['esdb://db1:2113', 'esdb://db1:2113,db2:2113/?tls=false', 'esdb+discover://cluster', 'esdb://db1:2113?tlsCAFile=/certs/x@y/ca.crt&tls=true', 'esdb://db1?connectionName=a@b@c']

it.each(addresses)('%s names nobody, whatever files it names', (address) => {
  expect(namesUser(address)).toBe(false)
  expect(withoutCredentials(address)).toBe(address)
  expect(addressProblem(address)).toBeUndefined()
})

it('shows nothing of user and password, whatever they are made of, where they are written as they should be', () => {
  fc.assert(fc.property(fc.constantFrom(...addresses), fc.string({ minLength: 1, unit: 'grapheme' }).filter((user) => !user.includes(':')), fc.string({ minLength: 1, unit: 'grapheme' }), (address, user, password) => {
    const named = withCredentials(address, `${user}:${password}`)
    expect(withoutCredentials(named)).toBe(address)
    expect(namesUser(named)).toBe(true)
    expect(addressProblem(named)).toBeUndefined()
  }))
})

it.each(['ops:p@ss@', 'ops:p?ss@', 'ops:p?tls=x@', 'ops@', 'ops:2113?p=a@b@'])('nor where they are not: %s', (user) => {
  for (const address of addresses) {
    const named = address.replace('://', `://${user}`)
    expect(withoutCredentials(named)).not.toMatch(/ops|ss@/)
    expect(addressProblem(named)).toMatchObject({ problem: 'credentials', found: '' })
  }
})

it.each([
  ['esdb://db1:2113?tls=false&tlsCAFile=ca.crt', "'esdb://db1:2113?tls=false&tlsCAFile=ca.crt'"], ['esdb://db1:2113', 'esdb://db1:2113'], ['香洲.db', '香洲.db'],
  ['my log.db', "'my log.db'"], ["it's.db", String.raw`'it'\''s.db'`], ['$HOME', "'$HOME'"], ['', "''"],
])('%s is typed in a shell as %s', (word, typed) => { expect(shellWord(word)).toBe(typed) })
