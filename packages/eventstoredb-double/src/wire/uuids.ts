/** UUIDs in the two forms of the wire: as text, and as two halves. */

import shared from '@eventstore/db-client/generated/shared_pb.js'

export const nilUuid = '00000000-0000-0000-0000-000000000000'
const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** In lower case; undefined where it is no UUID. */
export function uuidText(uuid: shared.UUID | undefined): string | undefined {
  const structured = uuid?.getStructured()
  const text = structured === undefined ? uuid?.getString().toLowerCase() : fromHalves(structured.getMostSignificantBits(), structured.getLeastSignificantBits())
  return text !== undefined && form.test(text) ? text : undefined
}

export function uuid(text: string): shared.UUID {
  return new shared.UUID().setString(text)
}

/** The same in halves, as the server writes it where it answers on its own account. */
export function structuredUuid(text: string): shared.UUID {
  const hex = text.replaceAll('-', '')
  const half = (part: string): string => BigInt.asIntN(64, BigInt(`0x${part}`)).toString()
  return new shared.UUID().setStructured(new shared.UUID.Structured().setMostSignificantBits(half(hex.slice(0, 16))).setLeastSignificantBits(half(hex.slice(16))))
}

function fromHalves(most: string, least: string): string {
  const hex = [most, least].map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
