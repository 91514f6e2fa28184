/** The head of a log as a table, so that JSON and CSV carry it. */

import type { PinnedHead } from '../failure.ts'
import { wide, type AnswerTable } from '../output/answer.ts'

export const headTable = ({ position, link }: PinnedHead): AnswerTable =>
  ({ name: 'head', columns: wide('position', 'link', 'head'), rows: [{ position, link, head: `${position}:${link}` }] })
