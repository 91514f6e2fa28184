/** The headers of the files that can be imported, as lines of text. */

import type { HeaderLanguage } from './csv-rows.ts'
import { divisionColumns } from './divisions-csv.ts'
import { gridColumns } from './grids-csv.ts'

/** One line for each kind of file. */
export const headersOf = (language: HeaderLanguage): ReadonlyArray<string> =>
  [divisionColumns, gridColumns].map((columns) => Object.values(columns).map((column) => column[language]).join(','))
