/** Partitions of a projection: which keys and streams belong together, so that parts of its models can be folded beside one another. */

import type { Fact } from './fact.ts'
import type { StreamName } from './identifiers.ts'
import { projectionName, type Projection } from './projection.ts'

/**
 * Cuts the keys of a projection into units, such as the communities of a district. What is claimed: the facts of a stream that has a unit touch
 * keys of that unit only. Nothing else need be known of facts, since the entries of a chain stand in one stream.
 */
export interface Partition {
  /** The unit of a key; keys of one unit are folded together. */
  readonly unitOfKey: (key: string) => string
  /** The unit of a stream; undefined where its facts may touch keys of several units, as those of a plan do: such streams are read for each part. */
  readonly unitOfStream: (stream: StreamName) => string | undefined
}

/** One part of several, numbered from 0. */
export interface Part {
  readonly part: number
  readonly of: number
}

/** The part into which a unit falls: the same on any machine. */
export const partOfUnit = (unit: string, of: number): number => (hashOf(unit) >>> 0) % of

/** Whether a part has to be shown the facts of a stream. */
export const partReads = ({ unitOfStream }: Partition, { part, of }: Part, stream: StreamName): boolean => {
  const unit = unitOfStream(stream)
  return unit === undefined || partOfUnit(unit, of) === part
}

/**
 * A projection that keeps the models of one part. Shown all facts of the streams that the part reads, it gives the models of the whole projection
 * that are in the part. Its `keys` throw KeyOutsideUnit at a fact that touches a key outside the unit of its stream: the partition claims too much.
 */
export const projectionOfPart = <F extends Fact, Model>(projection: Projection<F, Model>, partition: Partition, { part, of }: Part): Projection<F, Model> => {
  const parts = new Map<string, boolean>()
  const isOfPart = (key: string): boolean => {
    const known = parts.get(key)
    if (known !== undefined) return known
    const own = partOfUnit(partition.unitOfKey(key), of) === part
    parts.set(key, own)
    return own
  }
  return {
    ...projection,
    keys: (event) => {
      const keys = projection.keys(event)
      const unit = partition.unitOfStream(event.stream)
      if (unit === undefined) return keys.every(isOfPart) ? keys : keys.filter(isOfPart)
      for (const key of keys) {
        const unitOfKey = partition.unitOfKey(key)
        if (unitOfKey !== unit) throw new KeyOutsideUnit({ projection: projectionName(projection), stream: event.stream, position: event.globalPosition, unit, key, unitOfKey })
      }
      return keys
    },
  }
}

/** Where a partition was found to claim too much. */
export interface ClaimBroken {
  /** `name@version` of the projection. */
  readonly projection: string
  readonly stream: StreamName
  readonly position: number
  /** The unit of the stream, and that of the key which its fact touches. */
  readonly unit: string
  readonly key: string
  readonly unitOfKey: string
}

/** A fact touches a key outside the unit of its stream. Thrown, since the partition was declared wrongly; whoever folds in parts makes a failure of it. */
export class KeyOutsideUnit extends Error {
  readonly claim: ClaimBroken

  constructor(claim: ClaimBroken) {
    super(`${claim.projection}: the fact at position ${claim.position} of ${claim.stream} touches the key ${claim.key} of unit ${claim.unitOfKey}, but the stream is of unit ${claim.unit}.`)
    this.name = 'KeyOutsideUnit'
    this.claim = claim
  }
}

/** FNV-1a over the UTF-16 code units, stirred once more, since units often differ in their last character only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return hash ^ (hash >>> 12)
}
