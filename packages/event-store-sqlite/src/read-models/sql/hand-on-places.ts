/** Moves many recent places of a model to the earlier ones. */

import { mostRecentBytes } from './create-read-models.ts'

/** Moves the recent places of those models of projection ?1 that have many to the earlier ones; to be run in this order. */
export const handOnPlaces = [
  `INSERT INTO places (projection, key, number, runs)
   SELECT projection, key, (SELECT coalesce(max(number), 0) + 1 FROM places AS p WHERE p.projection = m.projection AND p.key = m.key), recent
   FROM models AS m WHERE projection = ?1 AND length(recent) > ${mostRecentBytes}`,
  `UPDATE models SET recent = x'' WHERE projection = ?1 AND length(recent) > ${mostRecentBytes}`,
] as const
