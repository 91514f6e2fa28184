/** Takes the recent places from those models of a projection that have many: they were handed on. */

import { mostRecentBytes } from './create-read-models.ts'

export const emptyFullModels = `UPDATE models SET recent = x'' WHERE projection = ?1 AND length(recent) > ${mostRecentBytes}`
