/** The digest of a command: what tells a repeated request from another one under the same id. */

import { hash } from 'node:crypto'
import { withoutSealed, type Command, type JsonValue } from '@grid-governance/event-sourcing'
import { canonicalText } from './canonical-text.ts'

/** SHA-256, in hex, of the command's canonical text; sealed fields are left out, so that no hash of a plaintext is kept. */
export const commandDigest = (command: Command): string =>
  hash('sha256', canonicalText(withoutSealed({ data: command.data, type: command.type }) as JsonValue), 'hex')
