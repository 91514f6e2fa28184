/** The double is held to a real 24.6.0: reads. */

import { heldToTheRealThing } from './questions/held.spec-parts.ts'

heldToTheRealThing('reading')
