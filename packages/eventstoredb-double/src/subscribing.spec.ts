/** The double is held to a real 24.6.0: subscriptions. */

import { heldToTheRealThing } from './questions/held.spec-parts.ts'

heldToTheRealThing('subscribing')
