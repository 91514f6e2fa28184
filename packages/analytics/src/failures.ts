/** What can stop a question or an export: closed unions, told apart by `tag`. */

/** Asked was something else than one SELECT: nothing is written, and one answer is given. */
export interface NotAQuery {
  readonly tag: 'NotAQuery'
  /** nothing: no statement at all. several: more than one. other: a statement that is no query, such as INSERT, COPY or SET. */
  readonly found: 'nothing' | 'several' | 'other'
  /** The first word of what was asked, in capitals. */
  readonly statement: string
}

/** DuckDB does not take the query, or cannot work out a value of it. */
export interface SqlRefused {
  readonly tag: 'SqlRefused'
  /** DuckDB's own name for it: `Parser Error`, `Catalog Error`, `Binder Error`, `Conversion Error` ... */
  readonly kind: string
  /** DuckDB's own sentences, on one line. */
  readonly message: string
  /** Where it stands in the query, both counted from 1; absent where DuckDB does not say. */
  readonly at?: { readonly line: number, readonly column: number }
}

/** The query reaches for files, networks or extensions, which is switched off. */
export interface OutsideRefused {
  readonly tag: 'OutsideRefused'
  readonly message: string
}

/** The work needs more memory than is allowed (`memoryMiB`). */
export interface OutOfMemory {
  readonly tag: 'OutOfMemory'
  readonly memoryMiB: number
}

/** A row does not fit the columns of its table: the table's `rows` yields what its types forbid. */
export interface RowDoesNotFit {
  readonly tag: 'RowDoesNotFit'
  readonly table: string
  readonly column: string
  /** The key of the model whose row it is. */
  readonly key: string
  /** What stands there, shortened. */
  readonly found: string
}

/** A file that cannot be read or written. */
export interface FileUnusable {
  readonly tag: 'FileUnusable'
  readonly path: string
  readonly reason: 'missing' | 'noFolder' | 'isDirectory' | 'notAllowed' | 'full' | 'other'
  readonly detail: string
}

/** There is a file under the name of an export, and it was not said that it may be replaced. */
export interface TargetExists {
  readonly tag: 'TargetExists'
  readonly path: string
}

/** An answer of more rows than were asked for; for that many there are exports. */
export interface TooManyRows {
  readonly tag: 'TooManyRows'
  readonly atMost: number
}

/** What can go wrong with a query. */
export type QueryFailure = NotAQuery | SqlRefused | OutsideRefused | OutOfMemory | FileUnusable

/** What can go wrong when tables are filled, besides what stops the source of the models. */
export type FillFailure = RowDoesNotFit | OutOfMemory | FileUnusable

/** What can go wrong with an export. */
export type ExportFailure = QueryFailure | TargetExists
