/** The command line as commander reads it, with help and mistakes in the language that is spoken. */

import { Command, CommanderError, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { argumentNames, commandNames, flags, type CommandName, type OptionName } from './command-names.ts'
import { commandSpecs } from './command-specs.ts'
import type { UsageMistake, UsageWrong } from './failure.ts'
import type { Given } from './outcome.ts'
import { takesStore } from './words-given.ts'
import type { Words } from './words/words.ts'

/** What is asked for: a command with its words, or help that is to be shown. */
export type Asked =
  | { readonly asked: 'command', readonly name: CommandName, readonly given: Given }
  | { readonly asked: 'help', readonly text: string }

/** Reads the words after `gridgov`. */
export const readCommandLine = (argv: ReadonlyArray<string>, words: Words, version: string): E.Either<UsageWrong, Asked> => {
  const shown: string[] = []
  let asked: Asked | undefined
  const program = programOf(words, version, (text) => shown.push(text))
  for (const name of commandNames) {
    addCommand(program, name, words).action((...all: unknown[]) => {
      // Commander hands over each argument, then the options, then the command itself.
      asked = { asked: 'command', name, given: { arguments: all.slice(0, -2).map((word) => word ?? '') as string[], options: all.at(-2) as Given['options'] } }
    })
  }
  try {
    program.parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? E.right({ asked: 'help', text: shown.join('') }) : E.left({ tag: 'UsageWrong', mistake: mistakeOf(error) })
  }
  return asked === undefined ? E.left({ tag: 'UsageWrong', mistake: { kind: 'noCommand' } }) : E.right(asked)
}

function programOf({ help }: Words, version: string, show: (text: string) => void): Command {
  return new Command('gridgov')
    .description(help.program)
    .version(version, '-V, --version', help.versionOption)
    .helpOption('-h, --help', help.helpOption)
    .helpCommand('help [command]', help.helpCommand)
    .exitOverride()
    .configureOutput({ writeOut: show, writeErr: () => undefined, getOutHelpWidth: () => 100 })
    .configureHelp({ styleTitle: (title) => titlesOf(help)[title] ?? title, showGlobalOptions: false })
    .addHelpText('after', `\n${help.exitCodes}`)
}

function addCommand(program: Command, name: CommandName, { help }: Words): Command {
  const spec = commandSpecs[name]
  const command = program.command(name).summary(help.summaries[name]).description([help.summaries[name], help.details[name]].filter(Boolean).join('\n\n'))
  for (const argument of spec.arguments) command.argument(`<${argumentNames[argument]}>`, help.argument[argument])
  for (const argument of spec.perhaps ?? []) command.argument(`[${argumentNames[argument]}]`, help.argument[argument])
  for (const option of spec.required ?? []) command.addOption(optionOf(option, help).makeOptionMandatory())
  for (const option of [...takesStore(name) ? ['store'] as const : [], ...spec.options, 'format', 'lang'] as const) command.addOption(optionOf(option, help))
  return command
    .option('--debug', help.debugOption)
    .helpOption('-h, --help', help.helpOption)
    .addHelpText('after', `\n${help.examples}\n${spec.examples.map((example) => `  ${example}`).join('\n')}\n\n${takesStore(name) ? `${help.databases}\n\n` : ''}${help.exitCodes}`)
}

function optionOf(option: OptionName, help: Words['help']): Option {
  return new Option(flags[option], help.option[option])
}

function titlesOf(help: Words['help']): Readonly<Record<string, string>> {
  return { 'Usage:': help.usage, 'Arguments:': help.arguments, 'Options:': help.options, 'Commands:': help.commands }
}

/** What commander found wrong; its messages are English, so the name in question is taken out of them. */
function mistakeOf({ code, message }: CommanderError): UsageMistake {
  const name = /'([^']*)'/.exec(message)?.[1] ?? message
  switch (code) {
    case 'commander.unknownCommand': return { kind: 'unknownCommand', name }
    case 'commander.unknownOption': return { kind: 'unknownOption', name }
    case 'commander.missingArgument': return { kind: 'missingArgument', name }
    case 'commander.optionMissingArgument': return { kind: 'missingValue', name }
    case 'commander.missingMandatoryOptionValue': return { kind: 'missingOption', name }
    case 'commander.excessArguments': return { kind: 'tooManyArguments' }
    case 'commander.help': return { kind: 'noCommand' }
    default: throw new Error(`commander says ${code}: ${message}`)
  }
}
