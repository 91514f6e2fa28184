/** Questions for a cluster of three: what a node that is not the leader does with each call. */

import { randomUUID } from 'node:crypto'
import { batchRequest, openWire, type Wire } from './wire.spec-parts.ts'
import type { Names } from './names.spec-parts.ts'

/** The answers of a cluster, asked at one of its nodes. */
export async function clusterAnswers(address: string, names: Names, patience: number): Promise<unknown> {
  const first = openWire(address)
  const members = await first.gossip()
  first.close()
  const at = (state: number): Wire => {
    const member = members.find((each) => each.state === state && each.alive)
    return openWire(`${member?.http.address}:${member?.http.port}`)
  }
  const [leader, follower] = [at(8), at(6)]
  const s = names.stream('s')
  const event = (label: string) => ({ id: names.id(label) })
  const required = { 'requires-leader': 'true' }
  const answers = {
    gossip: members.map(({ state, alive }) => ({ state, alive })).sort((one, other) => one.state - other.state),
    'leader: append, leader required': await leader.append(s, 'no_stream', [event('e0')], required),
    'follower: append, leader required': await follower.append(s, 'any', [event('e1')], required),
    'follower: append': await follower.append(s, 'any', [event('e2')]),
    'follower: batch append, leader required': await follower.batch(patience, [batchRequest({ correlation: randomUUID(), stream: s, expected: 'any', events: [event('e3')] })], required),
    'follower: batch append': await follower.batch(patience, [batchRequest({ correlation: randomUUID(), stream: s, expected: 'any', events: [event('e4')] })]),
    'follower: read, leader required': await follower.read({ stream: s, patience, requiresLeader: true }),
    'follower: read': (await follower.read({ stream: s, patience })).length,
    'follower: read $all, leader required': await follower.read({ count: 1, patience, requiresLeader: true }),
    'follower: subscribe, leader required': await follower.subscribe({ stream: s, patience, requiresLeader: true }),
    'follower: subscribe to filtered $all, leader required': await follower.subscribe({ filter: { by: 'stream', prefixes: [s] }, patience, requiresLeader: true }),
    'follower: delete': await follower.delete(s, 'any'),
    'follower: tombstone': await follower.tombstone(s, 'any'),
  }
  leader.close()
  follower.close()
  return JSON.parse(JSON.stringify(names.normalised(answers)).replaceAll(/"leader-endpoint-port":"\d+"/g, '"leader-endpoint-port":"<port>"'))
}
