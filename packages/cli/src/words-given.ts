/** The words of the command line before they are read: passwords are taken off them, and a log that `--store` names is put where it belongs. */

import * as E from 'fp-ts/lib/Either.js'
import { mistaken } from './arguments.ts'
import { commandNames, type CommandName } from './command-names.ts'
import { commandSpecs } from './command-specs.ts'
import type { UsageWrong } from './failure.ts'
import { isAddress, withoutCredentials } from './store-address.ts'

export interface WordsApart {
  /** The words, with addresses as they may be shown. */
  readonly words: ReadonlyArray<string>
  /** The address that is meant by one that is shown. */
  readonly meant: (name: string) => string
}

/** Takes user and password off every address, so that nothing that reads the command line, or says something of it, ever sees them. */
export const apartFromCredentials = (argv: ReadonlyArray<string>): WordsApart => {
  const full = new Map<string, string>()
  const words = argv.map((word) => {
    const [, option = '', address = ''] = /^(--[a-z-]+=)?(.*)$/s.exec(word) ?? []
    if (!isAddress(address)) return word
    const shown = withoutCredentials(address)
    if (shown !== address) full.set(shown, address)
    return option + shown
  })
  return { words, meant: (name) => full.get(name) ?? name }
}

/** `gridgov --store LOG tree` is `gridgov tree LOG`, wherever `--store` stands. */
export const storeInPlace = (words: ReadonlyArray<string>): E.Either<UsageWrong, ReadonlyArray<string>> => {
  const stores: string[] = []
  const others: string[] = []
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? ''
    if (word.startsWith('--store=')) stores.push(word.slice('--store='.length))
    else if (word === '--store') stores.push(words[place += 1] ?? '')
    else others.push(word)
  }
  if (stores.length === 0) return E.right(words)
  const [command, ...rest] = others
  if (stores.some((store) => store === '' || store.startsWith('-'))) return mistaken({ kind: 'missingValue', name: '--store <log>' })
  if (command === undefined || !isCommand(command)) return E.right(others)
  return takesStore(command) ? E.right([command, ...stores, ...rest]) : mistaken({ kind: 'unknownOption', name: '--store' })
}

/** Whether a command is about a log, which is its first argument. */
export const takesStore = (command: CommandName): boolean => commandSpecs[command].arguments[0] === 'log'

function isCommand(word: string): word is CommandName {
  return (commandNames as ReadonlyArray<string>).includes(word)
}
