/** After a restart everything is there, and the log goes on where it ended. */

import assert from 'node:assert/strict'
import { conflicts, logOf, ran, refused, snapshotOf, streamOf, write } from '../acting.ts'
import { chapter, hookOf, type StorePromise } from '../harness.ts'
import { appending, appendingEvents, eventOf, idOf, otherStream, start, stream } from '../samples.ts'

export const durability: ReadonlyArray<StorePromise> = chapter('after a restart', [
  {
    name: 'an empty log is still empty after it was opened again',
    needs: 'reopen',
    check: async (opened) => {
      const before = await snapshotOf(opened.store)
      assert.deepEqual(await snapshotOf(await hookOf(opened, 'reopen')()), before)
    },
  },
  {
    name: 'every event, the head and its link are as before',
    needs: 'reopen',
    check: async (opened) => {
      await write(opened.store, appendingEvents('noStream', [eventOf('a', { data: { text: '网格 😀 \u0000', number: 0.1 } }), eventOf('b', { type: 'GridClosed' })]))
      opened.setNow(start + 1000)
      await write(opened.store, appending('noStream', ['c'], otherStream))
      const before = await snapshotOf(opened.store)
      const again = await hookOf(opened, 'reopen')()
      assert.deepEqual(await snapshotOf(again), before)
      assert.deepEqual((await streamOf(again, stream)).map((event) => event.eventId), ['a', 'b'].map(idOf))
      assert.deepEqual(await logOf(again, { filter: { types: ['GridClosed'] } }), before.events.slice(1, 2))
      assert.equal(await ran(again.prefixKnownAt(start)), before.events[1]?.globalPosition)
    },
  },
  {
    name: 'appends go on at the next version and position, and under the same chain',
    needs: 'reopen',
    check: async (opened) => {
      await write(opened.store, appending('noStream', ['a', 'b']))
      const again = await hookOf(opened, 'reopen')()
      await conflicts(again, appending('noStream', ['n']), 2)
      assert.equal((await write(again, appending(2, ['c']))).streamVersion, 3)
      const log = await logOf(again)
      assert.ok(log.every((event, index) => index === 0 || event.globalPosition > (log[index - 1]?.globalPosition ?? -1)))
    },
  },
  {
    name: 'what was appended before the restart, sent again, is known',
    needs: 'reopen',
    check: async (opened) => {
      const first = await write(opened.store, appending('noStream', ['a', 'b']))
      await write(opened.store, appending(2, ['c']))
      const again = await hookOf(opened, 'reopen')()
      for (const expected of ['noStream', 'any', 'streamExists'] as const) {
        assert.deepEqual(await ran(again.append(appending(expected, ['a', 'b']))), { ...first, repeated: true })
      }
      await conflicts(again, appending('any', ['c', 'n']), 3)
    },
  },
  {
    name: 'the time of recording does not go back over a restart',
    needs: 'reopen',
    check: async (opened) => {
      await write(opened.store, appending('noStream', ['a']))
      const again = await hookOf(opened, 'reopen')()
      opened.setNow(start - 500)
      await write(again, appending(1, ['b']))
      opened.setNow(start - 60_000)
      if (again.declared.clockBehindLog === 'refused') assert.equal((await refused(again.append(appending(2, ['c'])))).tag, 'ClockBehindLog')
      else await write(again, appending(2, ['c']))
      assert.ok((await logOf(again)).every((event) => event.recordedAt === start))
    },
  },
])
