/** Personal and free text: sealed from the first version, so that it can be encrypted later without a new shape (§6.8). */

import * as t from 'io-ts'
import { list, reference, ruledText, shape } from './shape.ts'

/**
 * A sealed text. `sealed` names the scheme: `clear@1` until the personal-data package encrypts (such a log is marked simulated);
 * `subjects` are the persons whom it concerns, by pseudonym; `body` is the text, or its ciphertext. Which schemes may be written is
 * for whoever takes requests: a log may hold ones that this release does not know.
 */
export const Sealed = shape({ sealed: ruledText('the name of a scheme, such as clear@1', (text) => /^[a-z][A-Za-z0-9]{0,30}@\d{1,3}$/.test(text)), subjects: list(reference), body: t.string })
export type Sealed = t.TypeOf<typeof Sealed>

/** The scheme of texts that are not encrypted. */
export const clearScheme = 'clear@1'

/** Seals a text in clear; for simulated logs only. */
export const sealInClear = (body: string, subjects: ReadonlyArray<string> = []): Sealed => ({ sealed: clearScheme, subjects, body })

/** The text where it is sealed in clear; undefined where it is encrypted, or its key is gone. */
export const clearText = ({ sealed, body }: Sealed): string | undefined => sealed === clearScheme ? body : undefined

/** The schemes of all sealed texts in a JSON value, with the path of each: `title`, `corrections.0.reason`. */
export const schemesIn = (value: unknown, path = ''): ReadonlyArray<{ readonly path: string, readonly scheme: string }> => {
  if (typeof value !== 'object' || value === null) return []
  if (isSealed(value)) return [{ path, scheme: value.sealed }]
  return Object.entries(value).flatMap(([key, child]) => schemesIn(child, path === '' ? key : `${path}.${key}`))
}

/** Whether a JSON value is a sealed text. */
export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string'

/** The same tree with every sealed text left out; digests are taken over this, so that no hash of a plaintext goes anywhere. */
export const withoutSealed = (value: unknown): unknown => holdsSealed(value) ? leaveOut(value) : value

function holdsSealed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (isSealed(value)) return true
  for (const key in value) if (holdsSealed((value as Readonly<Record<string, unknown>>)[key])) return true
  return false
}

function leaveOut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isSealed(value)) return { sealed: true }
  if (Array.isArray(value)) return value.map(leaveOut)
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, leaveOut(child)]))
}
