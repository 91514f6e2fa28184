/** The tables as SQL: how they are made, with the words for their columns. */

import type { CellType, Table } from '@grid-governance/event-sourcing'

/** The SQL type of each type of column. */
export const sqlTypes: Readonly<Record<CellType, string>> = {
  text: 'VARCHAR', integer: 'BIGINT', hundredths: 'DECIMAL(18,2)', date: 'DATE', instant: 'TIMESTAMPTZ', boolean: 'BOOLEAN', json: 'JSON',
}

/** What makes a table, and what notes down what it and its columns are. */
export const schemaOf = ({ name, columns, says }: Pick<Table, 'name' | 'columns' | 'says'>): ReadonlyArray<string> => [
  `CREATE TABLE ${quoted(name)} (${Object.entries(columns).map(([column, { type, nullable }]) => `${quoted(column)} ${sqlTypes[type]}${nullable ? '' : ' NOT NULL'}`).join(', ')})`,
  `COMMENT ON TABLE ${quoted(name)} IS ${textLiteral(`${says['zh-CN']} / ${says.en}`)}`,
  ...Object.entries(columns).map(([column, own]) => `COMMENT ON COLUMN ${quoted(name)}.${quoted(column)} IS ${textLiteral(`${own.says['zh-CN']} / ${own.says.en}`)}`),
]

/** A name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as SQL writes it. */
export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`
