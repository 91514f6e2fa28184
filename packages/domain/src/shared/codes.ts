/** Division and grid codes: attributes with a history, never reused (T31; Xi'an DB6101/T 3185-2024). */

import type * as t from 'io-ts'
import { brandedText } from '@grid-governance/event-sourcing'

/** Nine digits: county (6) and street or town (3). */
export const TownCode = brandedText('TownCode', '9 digits', (text) => /^\d{9}$/.test(text))
export type TownCode = t.TypeOf<typeof TownCode>

/** Twelve digits: county (6), street or town (3), community (3). */
export const CommunityCode = brandedText('CommunityCode', '12 digits', (text) => /^\d{12}$/.test(text))
export type CommunityCode = t.TypeOf<typeof CommunityCode>

/** Fifteen digits: community code (12) and serial of the grid (3), west to east and north to south. */
export const GridCode = brandedText('GridCode', '15 digits', (text) => /^\d{15}$/.test(text))
export type GridCode = t.TypeOf<typeof GridCode>

/** Five digits, 00001 to 99999: the serial of a building in its community; added buildings take the next number in time order. */
export const BuildingNumber = brandedText('BuildingNumber', '5 digits from 00001', (text) => /^\d{5}$/.test(text) && text !== '00000')
export type BuildingNumber = t.TypeOf<typeof BuildingNumber>
