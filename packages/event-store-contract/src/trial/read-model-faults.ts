/** Read-model stores that break their contract, each in one way, and the promise that must notice. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { memoryReadModelStore, type ReadModelStore } from '@grid-governance/subscriptions'

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
]

/** A store in memory with a fault. */
export const faultyReadModels = ({ make }: ReadModelFault): ReadModelStore => make(memoryReadModelStore())
