/** Models that note what a query reads of them; the query cannot tell them from the models. */

import { copy } from '../json.ts'
import type { Models } from '../replay.ts'
import { isRecord } from './origins.ts'
import { childRead, type ReadNode } from './read-places.ts'

/** The models of one projection, as a query sees them. */
export const notedModels = (models: Models<unknown>, node: ReadNode): Models<unknown> => {
  const views = new Map<string, unknown>()
  const view = (key: string): unknown => {
    const own = childRead(node, key)
    own.presence = true
    if (!models.has(key)) return undefined
    if (!views.has(key)) views.set(key, notedTree(copy(models.get(key)), own))
    return views.get(key)
  }
  function* entries(): MapIterator<[string, unknown]> {
    node.keys = true
    for (const key of models.keys()) yield [key, view(key)]
    return undefined
  }
  const noted: Models<unknown> = {
    get: view,
    has: (key) => view(key) !== undefined,
    get size() {
      node.keys = true
      return models.size
    },
    entries,
    keys: () => {
      node.keys = true
      return models.keys()
    },
    * values() {
      for (const [, value] of entries()) yield value
      return undefined
    },
    forEach: (each) => {
      for (const [key, value] of entries()) each(value, key, noted)
    },
    [Symbol.iterator]: entries,
  }
  return noted
}

/** A tree that notes at `node` what is read of it. */
const notedTree = (tree: unknown, root: ReadNode): unknown => {
  const views = new WeakMap<object, object>()

  const viewOf = (value: unknown, node: ReadNode): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const known = views.get(value)
    if (known !== undefined) return known
    const view = new Proxy(value, isRecord(value) && !inList.has(node) ? recordHandler(node) : listHandler(node))
    views.set(value, view)
    return view
  }

  const inList = new WeakSet<ReadNode>()

  const recordHandler = (node: ReadNode): ProxyHandler<object> => ({
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      if (typeof key === 'symbol' || typeof value === 'function') return value
      const child = childRead(node, key)
      child.value = true
      return viewOf(value, child)
    },
    has: (target, key) => {
      notePresence(node, key)
      return Reflect.has(target, key)
    },
    getOwnPropertyDescriptor: (target, key) => {
      notePresence(node, key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
    ownKeys: (target) => {
      node.keys = true
      return Reflect.ownKeys(target)
    },
  })

  const listHandler = (node: ReadNode): ProxyHandler<object> => {
    inList.add(node)
    return {
      get: (target, key) => {
        node.value = true
        const value: unknown = Reflect.get(target, key)
        return typeof value === 'function' ? value : viewOf(value, node)
      },
    }
  }

  return viewOf(tree, root)
}

function notePresence(node: ReadNode, key: string | symbol): void {
  if (typeof key === 'string') childRead(node, key).presence = true
}
