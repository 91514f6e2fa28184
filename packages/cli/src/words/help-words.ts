/** The words of `--help`. */

import type { ArgumentName, CommandName, OptionName } from '../command-names.ts'

export interface HelpWords {
  /** What gridgov is. */
  readonly program: string
  /** What stands above each part. */
  readonly usage: string
  readonly arguments: string
  readonly options: string
  readonly commands: string
  readonly examples: string
  /** What the command does, in one line; and what must be known besides. */
  readonly summaries: Readonly<Record<CommandName, string>>
  readonly details: Readonly<Partial<Record<CommandName, string>>>
  readonly argument: Readonly<Record<ArgumentName, string>>
  readonly option: Readonly<Record<OptionName, string>>
  readonly helpOption: string
  readonly helpCommand: string
  readonly versionOption: string
  readonly debugOption: string
  /** How databases are named, below the options of every command that takes one. */
  readonly databases: string
  /** The exit codes, below everything else. */
  readonly exitCodes: string
}
