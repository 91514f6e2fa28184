/** The models of a projection that have many recent places, with these. */

import { mostRecentBytes } from './create-read-models.ts'

export const selectFullModels = `SELECT key, recent FROM models WHERE projection = ?1 AND length(recent) > ${mostRecentBytes}`
