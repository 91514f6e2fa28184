/** Who asks: the actor that stands in the metadata of every fact; a pseudonym and a role, never a name. */

import type { Actor } from '@grid-governance/event-sourcing'
import { optionOf, type Given } from '../outcome.ts'

/** Reads `--actor` and `--role`. */
export const readActor = (given: Given): Actor => ({ ref: optionOf(given, 'actor') ?? 'operator', role: optionOf(given, 'role') ?? 'operator' })
