/** Digests of JSON: what two machines compare instead of the texts. */

import { hash } from 'node:crypto'
import type { JsonValue } from '@grid-governance/event-sourcing'
import { canonicalText } from './canonical-text.ts'

/** SHA-256, in hex, of the canonical text of a value. */
export const digestOf = (value: JsonValue): string => hash('sha256', canonicalText(value), 'hex')
