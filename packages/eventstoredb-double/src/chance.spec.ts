/** The double is held to a real 24.6.0: scripts made by chance. */

import { heldToTheRealThing } from './questions/held.spec-parts.ts'

heldToTheRealThing('chance')
