/** What a query read, as a tree: names of models, keys, and paths into models. */

/** A place that was read. A list is one value, whatever of it was read. */
export interface ReadNode {
  /** What stands there, or that there is something or nothing. */
  value: boolean
  presence: boolean
  /** Which members there are. */
  keys: boolean
  readonly children: Map<string, ReadNode>
}

/** One thing read: by what name the models are called, which key, where in the model; and what of it. */
export interface ReadPlace {
  readonly models: string
  readonly key: string
  readonly path: ReadonlyArray<string>
  /** removals: which members are no longer there. whole: all that stands there and below. */
  readonly look: 'value' | 'presence' | 'keys' | 'removals' | 'whole'
}

export const nothingRead = (): ReadNode => ({ value: false, presence: false, keys: false, children: new Map() })

/** The place below another. */
export const childRead = (node: ReadNode, key: string): ReadNode => {
  const known = node.children.get(key)
  if (known !== undefined) return known
  const child = nothingRead()
  node.children.set(key, child)
  return child
}

/** Everything that was read at a place and below it; `place` leads there from the names of the models. */
export const placesBelow = (node: ReadNode, place: ReadonlyArray<string>): ReadonlyArray<ReadPlace> =>
  [...placesAt(node, place), ...[...node.children].flatMap(([key, child]) => placesBelow(child, [...place, key]))]

function placesAt(node: ReadNode, place: ReadonlyArray<string>): ReadonlyArray<ReadPlace> {
  const [models, key, ...path] = place
  if (models === undefined || key === undefined) return []
  if (path.length === 0) return [{ models, key, path, look: 'presence' }, ...(node.keys ? [{ models, key, path, look: 'keys' } as const] : [])]
  const looks = [...(node.value ? ['value'] as const : []), ...(node.presence ? ['presence'] as const : []), ...(node.keys ? ['keys'] as const : [])]
  return looks.map((look) => ({ models, key, path, look }))
}
