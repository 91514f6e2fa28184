/** On which of the places that a query read its figure depends: found by asking again with models changed there. */

import { sameTree } from '../json.ts'
import { attempt, failed } from './attempt.ts'
import { nothingRead, placesBelow, type ReadNode, type ReadPlace } from './read-places.ts'
import { oneMoreAt, scrambledAt, scrambledWithin, ways, withoutAt, type Way } from './scramble.ts'

/** Asks a query; then takes the figure out of its answer. */
export type Ask = (models: ReadonlyMap<string, unknown>) => () => unknown

export interface DependenceRequest {
  readonly read: ReadNode
  /** Models by key, by name. */
  readonly models: ReadonlyMap<string, unknown>
  readonly ask: Ask
  readonly value: unknown
  /** How many places may be read in all; what is not found out by then is taken for something that matters. */
  readonly effort: { left: number }
}

type Place = ReadonlyArray<string>

/** Whether a figure depends on something, and how that shows; perhaps, where the query only fails without it. */
type Verdict = Way | 'perhaps' | 'no'

/** First the keys are found, among all models; then the places, among the models of those keys alone, which is much quicker. */
export const dependence = (request: DependenceRequest): ReadonlyArray<ReadPlace> => {
  const { read, models, value, ask } = request
  const all = searching(request)
  const keys = new Map([...read.children].map(([name, node]) => [name, all.membersThatMatter([name], [...node.children.keys()])]))
  const few = new Map([...models].map(([name, own]) => [name, onlyKeys(own, keys.get(name) ?? [])]))
  const names = [...read.children.keys()]
  return sameTree(attempt(() => ask(few)()), value)
    ? searching({ ...request, models: few, read: onlyReads(read, keys) }).among([], names)
    : all.among([], names)
}

function searching(request: DependenceRequest) {
  const { read: root, ask, value, effort } = request
  /** Of what was found not to matter, models are left without: whoever goes through them all has less to do at each question. */
  let { models } = request
  let cost = placesBelow(root, []).length + 1
  /** What is read of many members alike and matters in none of them is not looked for in each. */
  const idle = new WeakSet<ReadNode>()

  /** Whether the figure becomes another, or cannot be found in the answer. A query that fails for want of something says little. */
  const changes = (changed: unknown, wanting: boolean): 'yes' | 'perhaps' | 'no' => {
    effort.left -= cost
    const figure = attempt(() => ask(changed as ReadonlyMap<string, unknown>))
    if (figure === failed) return wanting ? 'perhaps' : 'yes'
    const other = attempt(figure)
    return other === failed || !sameTree(other, value) ? 'yes' : 'no'
  }

  const changesIn = (way: Way, place: Place, names: ReadonlyArray<string>) => changes(scrambledAt(models, place, names, root, way), way === 'null' || way === 'less')

  const verdictOf = (asked: (way: Way) => 'yes' | 'perhaps' | 'no'): Verdict => {
    let verdict: Verdict = 'no'
    for (const way of ways) {
      const said = asked(way)
      if (said === 'yes') return way
      if (said === 'perhaps') verdict = said
    }
    return verdict
  }

  const dependsOnAny = (place: Place, names: ReadonlyArray<string>): Verdict => verdictOf((way) => changesIn(way, place, names))

  /** Leaves models without members of which none matters, as was just tried out. */
  const leaveOut = (place: Place, names: ReadonlyArray<string>): void => {
    cost -= names.reduce((sum, name) => sum + placesBelow(nodeAt(root, [...place, name]), [...place, name]).length, 0)
    models = scrambledAt(models, place, names, root, 'less') as ReadonlyMap<string, unknown>
  }

  /** The halves of some members, and whether each matters. Where one alone does, models are left without the other. */
  const halves = (place: Place, names: ReadonlyArray<string>) => {
    const half = names.length >> 1
    const [left, right] = [names.slice(0, half), names.slice(half)]
    const [ofLeft, ofRight] = [dependsOnAny(place, left), dependsOnAny(place, right)]
    // Where neither half matters by itself they stand for one another, and both must stay; the same where a query only fails without one.
    if (ofLeft === 'no' && isWay(ofRight)) leaveOut(place, left)
    if (ofRight === 'no' && isWay(ofLeft)) leaveOut(place, right)
    return [left, right, ofLeft, ofRight] as const
  }

  /** Finds what is read of each of these members by the same name and matters in none. */
  const findIdle = (place: Place, names: ReadonlyArray<string>): void => {
    if (names.length < fewMembers) return
    const nodes = names.map((name) => nodeAt(root, [...place, name]))
    const alike = [...new Set(nodes.flatMap((node) => [...node.children.keys()]))].filter((name) => nodes.filter((node) => node.children.has(name)).length >= fewMembers)
    if (alike.length > mostAlike) return
    for (const name of alike) {
      if (effort.left <= 0) return
      const verdict = verdictOf((way) => changes(scrambledWithin(models, place, names, [name], root, way), way === 'null' || way === 'less'))
      if (verdict === 'no') for (const node of nodes) { const child = node.children.get(name); if (child !== undefined) idle.add(child) }
    }
  }

  const worthAsking = (node: ReadNode): ReadonlyArray<string> => [...node.children].filter(([, child]) => !idle.has(child)).map(([name]) => name)

  /** The members of a place on which the figure depends, each by itself; or two that can stand for one another, where it depends on none alone. */
  const membersThatMatter = (place: Place, names: ReadonlyArray<string>, known?: Verdict): ReadonlyArray<string> => {
    if (names.length === 0 || effort.left <= 0) return names
    const verdict = known ?? dependsOnAny(place, names)
    if (verdict === 'no') return []
    if (names.length === 1) return names
    const [left, right, ofLeft, ofRight] = halves(place, names)
    const found = [...membersThatMatter(place, left, ofLeft), ...membersThatMatter(place, right, ofRight)]
    return found.length > 0 || verdict === 'perhaps' ? found : alternatives(place, names, verdict).map(({ name }) => name)
  }

  /** The reads below these members of a place on which the figure depends. */
  const among = (place: Place, names: ReadonlyArray<string>, known?: Verdict): ReadonlyArray<ReadPlace> => {
    if (names.length === 0) return []
    if (effort.left <= 0) return names.flatMap((name) => placesBelow(nodeAt(root, [...place, name]), [...place, name]))
    const verdict = known ?? dependsOnAny(place, names)
    if (verdict === 'no') return []
    const [only, second] = names
    if (only !== undefined && second === undefined) return at([...place, only], verdict)
    const [left, right, ofLeft, ofRight] = halves(place, names)
    const found = [...among(place, left, ofLeft), ...among(place, right, ofRight)]
    return found.length > 0 || verdict === 'perhaps' ? found : alternatives(place, names, verdict).flatMap(({ name, without }) => without.at([...place, name], verdict))
  }

  /** What of a place, and below it, the figure depends on; it is certain to depend on something there unless the verdict is perhaps. */
  const at = (place: Place, verdict: Verdict): ReadonlyArray<ReadPlace> => {
    const node = nodeAt(root, place)
    const [name, key, ...path] = place
    findIdle(place, worthAsking(node))
    // Made different in one of these ways, a record is what it is with all its members made different.
    const below = among(place, worthAsking(node), verdict === 'after' || verdict === 'before' || verdict === 'null' ? verdict : undefined)
    if (name === undefined || key === undefined) return below
    const removals = node.keys && changes(oneMoreAt(models, place), false) === 'yes' ? [{ models: name, key, path, look: 'removals' } as const] : []
    const found = [...below, ...removals]
    if (found.length > 0 || verdict === 'perhaps') return found
    return node.children.size > 0 && changes(withoutAt(models, place), true) === 'no'
      ? placesBelow(node, place)
      : [{ models: name, key, path, look: path.length === 0 ? 'presence' : 'value' }]
  }

  /** Members that matter only together: the first and the last that tip the figure, each with a search in which those beyond it say other things. */
  const alternatives = (place: Place, names: ReadonlyArray<string>, way: Way) => {
    const [first, last] = [tipping(place, names, way), tipping(place, names.toReversed(), way)]
    return first.name === last.name ? [first] : [first, last]
  }

  const tipping = (place: Place, names: ReadonlyArray<string>, way: Way) => {
    let [tooFew, enough] = [0, names.length]
    while (enough - tooFew > 1) {
      const count = (tooFew + enough) >> 1
      if (changesIn(way, place, names.slice(0, count)) === 'yes') enough = count
      else tooFew = count
    }
    const others = scrambledAt(models, place, names.slice(0, enough - 1), root, way) as ReadonlyMap<string, unknown>
    return { name: names[enough - 1] ?? '', without: searchWith(others) }
  }

  // Its type is written down, since a search that leads to searches would have none.
  const searchWith = (others: ReadonlyMap<string, unknown>): Pick<Search, 'at'> => searching({ ...request, models: others })

  return { membersThatMatter, among, at }
}

/** Fewer members are soon asked one by one. */
const fewMembers = 4
/** Members that are read by names of their own, as records by id are, have next to nothing alike. */
const mostAlike = 12

function isWay(verdict: Verdict): verdict is Way {
  return verdict !== 'no' && verdict !== 'perhaps'
}

interface Search {
  readonly at: (place: Place, verdict: Verdict) => ReadonlyArray<ReadPlace>
}

function nodeAt(root: ReadNode, place: Place): ReadNode {
  return place.reduce((node, name) => node.children.get(name) ?? nothingRead(), root)
}

function onlyKeys(models: unknown, keys: ReadonlyArray<string>): ReadonlyMap<string, unknown> {
  const all = models as ReadonlyMap<string, unknown>
  return new Map(keys.filter((key) => all.has(key)).map((key) => [key, all.get(key)]))
}

function onlyReads(read: ReadNode, keys: ReadonlyMap<string, ReadonlyArray<string>>): ReadNode {
  return { ...read, children: new Map([...read.children].map(([name, node]) =>
    [name, { ...node, children: new Map([...node.children].filter(([key]) => keys.get(name)?.includes(key))) }])) }
}
