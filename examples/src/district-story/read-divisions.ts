/** The table of divisions as the simulation takes it. */

import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { DivisionRow } from '@grid-governance/simulation'

/** Reads the CSV that stands beside the examples; its four columns are described there. */
export const readDivisions = (path: string): ReadonlyArray<DivisionRow> => {
  const rows: ReadonlyArray<Readonly<Record<string, string>>> = parse(readFileSync(path, 'utf8'), { columns: true, bom: true })
  return rows.map((row) => ({
    communityCode: row['community_code'] ?? '', communityName: row['community_name'] ?? '', townCode: row['street_code'] ?? '', townName: row['street_name'] ?? '',
  }))
}
