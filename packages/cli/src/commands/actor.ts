/** Who asks: the actor that stands in the metadata of every fact; a pseudonym and a role, never a name. */

import { argumentOf, optionOf, type Given } from '../outcome.ts'
import type { Actor } from '@grid-governance/event-sourcing'

/** Reads `--actor` and `--role`. */
export const readActor = (given: Given): Actor => ({ ref: optionOf(given, 'actor') ?? 'operator', role: optionOf(given, 'role') ?? 'operator' })

/** The log that a command is about. */
export const logPath = (given: Given): string => argumentOf(given, 0)
