/** Read-model stores that break their contract, each in one way, and the promise that must notice. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { memoryReadModelStore, type FactsFound, type ReadModelSave, type ReadModelStore } from '@grid-governance/subscriptions'

export interface ReadModelFault {
  readonly fault: string
  readonly make: (store: ReadModelStore) => ReadModelStore
  /** A piece of the name of the promise that must be found broken. */
  readonly noticedBy: string
}

export const readModelFaults: ReadonlyArray<ReadModelFault> = [
  { fault: 'saves models without the checkpoint', make: (store) => ({ ...store, save: ({ checkpoint: _, ...save }) => store.save({ ...save, checkpoint: undefined }) }), noticedBy: 'saved together' },
  { fault: 'saves for any token', make: (store) => ({ ...store, save: (save) => async () => {
    const result = await store.save(save)()
    return E.isLeft(result) && result.left.tag === 'FencedOff' ? await store.save({ ...save, token: result.left.current })() : result
  } }), noticedBy: 'makes the one before it void' },
  { fault: 'takes over from whoever holds', make: (store) => ({ ...store, claim: (id, hold) => store.claim(id, hold && { ...hold, ifHeld: 'takeOver' }) }), noticedBy: 'a claim that is held is refused' },
  { fault: 'forgets to put a hold off', make: (store) => ({ ...store, save: ({ heldUntil: _, ...save }) => store.save(save) }), noticedBy: 'a claim that is held is refused' },
  { fault: 'lets anybody let go of a hold', make: (store) => ({ ...store, release: (id) => async () => {
    const found = await store.claim(id)()
    return E.isLeft(found) ? E.right(undefined) : await store.release(id, found.right.token)()
  } }), noticedBy: 'only its own claim lets it go' },
  { fault: 'lets the first version answer unasked', make: (store) => ({ ...store, save: (save) => async () => {
    const result = await store.save(save)()
    await store.switchTo({ projection: save.projection, caughtUpTo: 'beginning', allow: { behind: true, blocked: true } })()
    return result
  } }), noticedBy: 'no version answers until' },
  { fault: 'drops the old version at the switch', make: (store) => ({ ...store, switchTo: (request) => async () => {
    const result = await store.switchTo(request)()
    if (E.isRight(result) && result.right.before !== undefined && result.right.before !== request.projection.version) await store.drop({ name: request.projection.name, version: result.right.before })()
    return result
  } }), noticedBy: 'keeps that one' },
  { fault: 'switches to what is behind', make: (store) => ({ ...store, switchTo: (request) => store.switchTo({ ...request, allow: { ...request.allow, behind: true } }) }), noticedBy: 'behind, stale or blocked' },
  { fault: 'switches to what is blocked', make: (store) => ({ ...store, switchTo: (request) => store.switchTo({ ...request, allow: { ...request.allow, blocked: true } }) }), noticedBy: 'behind, stale or blocked' },
  { fault: 'finds the version at one moment and the models at another', make: (store) => ({ ...store, loadActive: (name, keys) => async () => {
    const found = await store.loadActive(name, [])()
    if (E.isLeft(found) || found.right === undefined) return found
    const half = await store.load({ name, version: found.right.version }, keys.slice(0, 1))()
    await new Promise((resolve) => { setTimeout(resolve, 1) })
    const rest = await store.loadActive(name, keys.slice(1))()
    return E.isLeft(half) ? half : E.isLeft(rest) || rest.right === undefined ? rest : E.right({ ...rest.right, models: [...half.right.models, ...rest.right.models] })
  } }), noticedBy: 'models of two versions' },
  { fault: 'drops the version that answers', make: (store) => ({ ...store, drop: (id) => store.drop(id, { active: true }) }), noticedBy: 'not forgotten unless' },
  { fault: 'keeps the skips of what was replaced', make: (store) => ({ ...store, replace: (replacement) => async () => {
    const before = await store.skips()()
    const result = await store.replace(replacement)()
    if (E.isLeft(before) || E.isLeft(result)) return result
    const own = before.right.filter(({ projection }) => projection.name === replacement.replaced.name)
    return await store.save({ projection: replacement.replaced, token: replacement.token, checkpoint: undefined, models: [], skips: own })()
  } }), noticedBy: 'takes the place of the other' },
  { fault: 'replaces for any token', make: (store) => ({ ...store, replace: (replacement) => async () => {
    const result = await store.replace(replacement)()
    return E.isLeft(result) && result.left.tag === 'FencedOff' ? await store.replace({ ...replacement, token: result.left.current })() : result
  } }), noticedBy: 'takes no place' },
  { fault: 'forgets skips with their models', make: (store) => ({ ...store, drop: (id, even) => async () => {
    const claim = await store.claim(id)()
    if (E.isRight(claim)) await store.save({ projection: id, token: claim.right.token, checkpoint: undefined, models: [], withdrawn: claim.right.skips })()
    return await store.drop(id, even)()
  } }), noticedBy: 'outlives the models' },
  { fault: 'keeps silent about skips', make: (store) => ({ ...store, claim: (id, hold) => TE.map((claim: object) => ({ ...claim, skips: [] }) as never)(store.claim(id, hold)) }), noticedBy: 'outlives the models' },
  { fault: 'takes the first keys for a sample', make: (store) => ({ ...store, spreadKeys: (projection, maxCount) => store.keys({ projection, which: 'all', maxCount }) }), noticedBy: 'spread evenly' },
  { fault: 'keeps snapshots of whoever was fenced off', make: (store) => ({ ...store, save: (save) => async () => {
    const result = await store.save(save)()
    if (E.isLeft(result) && result.left.tag === 'FencedOff') await store.save({ projection: save.projection, token: result.left.current, checkpoint: undefined, models: [], ...(save.snapshots && { snapshots: save.snapshots }) })()
    return result
  } }), noticedBy: 'kept with the models of their save' },
  { fault: 'counts letters for bytes', make: (store) => ({ ...store, snapshots: (id) => async () => {
    const notes = await store.snapshots(id)()
    return E.isLeft(notes) ? notes : E.right(await Promise.all(notes.right.map(async (note) => ({ ...note, bytes: E.getOrElseW(() => '')(await store.snapshotText(id, note)())?.length ?? 0 }))))
  } }), noticedBy: 'kept with the models of their save' },
  { fault: 'packs the beginning of a long text only', make: (store) => ({ ...store, packing: { ...store.packing, pack: (text) => store.packing.pack(text.slice(0, 65_536)) } }), noticedBy: 'a text is packed' },
  { fault: 'says that a text takes up less than it does', make: (store) => ({ ...store, save: (save) => store.save({
    ...save, ...(save.snapshots && { snapshots: save.snapshots.map((one) => ({ ...one, text: { ...one.text, bytes: Math.ceil(one.text.bytes / 2) } })) }),
  }) }), noticedBy: 'a text is packed' },
  { fault: 'hands over the text of another snapshot', make: (store) => ({ ...store, save: (save) => store.save({
    ...save, ...(save.snapshots && { snapshots: save.snapshots.map((one) => ({ ...one, text: save.snapshots?.[0]?.text ?? one.text })) }),
  }) }), noticedBy: 'a text is packed' },
  { fault: 'answers from what was known later', make: (store) => ({ ...store, factsFor: (id, request) => store.factsFor(id, { ...request, known: { upTo: 49 as never } }) }), noticedBy: 'leaves the least to fold' },
  { fault: 'answers from what takes effect later', make: (store) => ({ ...store, factsFor: (id, { asOf: _, ...request }) => store.factsFor(id, request) }), noticedBy: 'leaves the least to fold' },
  { fault: 'counts the rest of an append that was cut', make: (store) => ({ ...store, factsFor: (id, { known: { upTo }, ...request }) => store.factsFor(id, { ...request, known: { upTo } }) }), noticedBy: 'leaves the least to fold' },
  { fault: 'never heeds what spoiled a snapshot', make: (store) => ({ ...store, save: ({ spoiled: _, ...save }) => store.save(save) }), noticedBy: 'that was spoiled' },
  { fault: 'throws away what was spoiled', make: (store) => ({ ...store, save: ({ spoiled, ...save }) => store.save({ ...save, ...(spoiled && { forgotten: spoiled }) }) }), noticedBy: 'that was spoiled' },
  { fault: 'hands over all facts', make: (store) => ({ ...store, factsFor: (id, request) => async () => {
    const all = await store.factsFor(id, { key: request.key, known: request.known, from: 'beginning' })()
    const found = await store.factsFor(id, request)()
    return E.isLeft(all) || E.isLeft(found) ? found : E.right({ ...found.right, positions: all.right.positions })
  } }), noticedBy: 'the facts after a place' },
  { fault: 'leaves out the rest of a chain', make: (store) => ({ ...store, save: (save) => store.save({ ...save, models: save.models.map((model) => ({ ...model, newChained: [] })) }) }), noticedBy: 'all facts of its chain' },
  { fault: 'takes every fact for one of the key itself', make: (store) => ({ ...store, factsFor: (id, request) => TE.map((found: FactsFound) => ({ ...found, touched: found.positions.length > 0 }))(store.factsFor(id, request)) }), noticedBy: 'is touched by a fact of its own' },
  { fault: 'keeps what is to be let go', make: (store) => ({ ...store, save: ({ forgotten: _, ...save }) => store.save(save) }), noticedBy: 'what is let go' },
  { fault: 'keeps a key of which all is to be let go', make: (store) => ({ ...store, save: ({ forgottenOf: _, ...save }) => store.save(save) }), noticedBy: 'what is let go' },
  { fault: 'keeps snapshots of what was dropped', make: (store) => {
    let left: ReadModelSave['snapshots'] = []
    return {
      ...store,
      drop: (id, even) => async () => {
        const notes = await store.snapshots(id)()
        left = E.isLeft(notes) ? [] : notes.right.map(({ bytes: _, length: __, spoiledAt: ___, ...note }) => ({ ...note, text: store.packing.pack('{}') }))
        return await store.drop(id, even)()
      },
      save: (save) => store.save({ ...save, snapshots: [...save.snapshots ?? [], ...left ?? []] }),
    }
  }, noticedBy: 'snapshots go with the models' },
]

/** A store in memory with a fault. */
export const faultyReadModels = ({ make }: ReadModelFault): ReadModelStore => make(memoryReadModelStore())
