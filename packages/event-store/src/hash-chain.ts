/** The chain over all leaves in the order of the log: altering, removing or reordering any event breaks it from there on. */

import { hash } from 'node:crypto'
import { leafText, type LeafFields } from './stored-event.ts'

/** The link before the first event. */
export const chainStart = '0'.repeat(64)

/** SHA-256, in lower-case hex, of the link before (in hex) followed by the leaf. */
export const nextLink = (before: string, event: LeafFields): string => hash('sha256', before + leafText(event), 'hex')
