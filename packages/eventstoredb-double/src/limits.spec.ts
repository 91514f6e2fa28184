/** The double is held to a real 24.6.0: sizes, names and contents. */

import { heldToTheRealThing } from './questions/held.spec-parts.ts'

heldToTheRealThing('limits')
