/** One use of gridgov, from the words of the command line to the exit code; everything outside comes through the ports. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { diagnosed, verifiedLog } from './audit/verified-log.ts'
import { readCommandLine, type Asked } from './command-line.ts'
import { commandSpecs, type CommandSpec } from './command-specs.ts'
import { endingOf, exitCodes, type Ending } from './exit-codes.ts'
import type { Failure, UsageMistake } from './failure.ts'
import { argumentOf, deskOf, optionOf, type AuditCommand, type Desk, type Given, type Outcome, type WritingCommand, type WritingDesk } from './outcome.ts'
import type { Answer } from './output/answer.ts'
import { visible } from './output/visible.ts'
import { logsUnder } from './logs-by-name.ts'
import type { Ports } from './ports.ts'
import { addressProblem, isAddress } from './store-address.ts'
import { version } from './version.ts'
import { apartFromCredentials, storeInPlace, type WordsApart } from './words-given.ts'
import { languageNamed, languages, type Language } from './words/language.ts'
import { failureInWords, type Words } from './words/words.ts'

/** Runs a command to its end; answers with the exit code (see `exit-codes.ts`). */
export const run = async (given: ReadonlyArray<string>, outside: Ports): Promise<number> => {
  const { words: argv, meant } = apartFromCredentials(given)
  const ports: Ports = { ...outside, logs: logsUnder(outside.logs, meant), complain: (text) => { outside.complain(visible(text)) } }
  const words = await wordsOf(spokenLanguage(argv) ?? ports.language)
  try {
    return exitCodes[await runIn(argv, meant, ports, words)]
  } catch (error) {
    ports.complain(words.sentences.defect(error instanceof Error ? error.message : String(error)))
    if (argv.includes('--debug') && error instanceof Error) ports.complain(error.stack ?? '')
    return exitCodes.defect
  }
}

/** The words of a language; only what is spoken is loaded. */
export const wordsOf = async (language: Language): Promise<Words> =>
  language === 'zh-CN' ? (await import('./words/zh.ts')).zh : (await import('./words/en.ts')).en

async function runIn(argv: ReadonlyArray<string>, meant: WordsApart['meant'], ports: Ports, words: Words): Promise<Ending> {
  const asked = pipe(storeInPlace(argv), E.flatMap((inPlace) => readCommandLine(inPlace, words, version)), E.flatMap((one) => checkShared(one, meant)))
  if (E.isLeft(asked)) return complain(ports, words, asked.left)
  if (asked.right.asked === 'help') {
    ports.print(asked.right.text.trimEnd())
    return 'done'
  }
  const outcome = await runCommand(commandSpecs[asked.right.name], asked.right.given, ports, words)
  if (E.isLeft(outcome)) return complain(ports, words, outcome.left)
  await show(outcome.right, optionOf(asked.right.given, 'format') ?? 'table', ports, words)
  return outcome.right.ending
}

/** The options that all commands share, and the addresses among the arguments. */
function checkShared(asked: Asked, meant: WordsApart['meant']): E.Either<Failure, Asked> {
  if (asked.asked === 'help') return E.right(asked)
  const [lang, format] = [optionOf(asked.given, 'lang'), optionOf(asked.given, 'format')]
  if (lang !== undefined && languageNamed(lang) === undefined) return mistaken({ kind: 'notOneOf', option: '--lang', value: lang, words: languages })
  if (format !== undefined && !isFormat(format)) return mistaken({ kind: 'notOneOf', option: '--format', value: format, words: formats })
  const [problem] = asked.given.arguments.filter(isAddress).flatMap((value) => { const found = addressProblem(meant(value)); return found === undefined ? [] : [{ ...found, value }] })
  return problem === undefined ? E.right(asked) : mistaken({ kind: 'notAnAddress', ...problem })
}

const formats = ['table', 'json', 'csv'] as const
type Format = typeof formats[number]

function isFormat(text: string): text is Format {
  return (formats as ReadonlyArray<string>).includes(text)
}

function mistaken(mistake: UsageMistake): E.Either<Failure, never> {
  return E.left({ tag: 'UsageWrong', mistake })
}

async function runCommand(spec: CommandSpec, given: Given, ports: Ports, words: Words): Promise<E.Either<Failure, Outcome>> {
  const desk = deskOf(ports, words)
  const outcome = spec.kind === 'writing' ? await write(await spec.load(), given, desk) : await audit(await spec.load(), given, desk)
  return E.isLeft(outcome) ? E.left(await diagnosed(outcome.left, desk.logs, desk)()) : outcome
}

async function write(command: WritingCommand<unknown>, given: Given, desk: WritingDesk): Promise<E.Either<Failure, Outcome>> {
  const request = command.read(given)
  return E.isLeft(request) ? request : await command.run(request.right, desk)()
}

async function audit(command: AuditCommand<unknown>, given: Given, { words, now, today, progress, analytics, logs }: WritingDesk): Promise<E.Either<Failure, Outcome>> {
  const question = command.read(given)
  if (E.isLeft(question)) return question
  const desk: Desk = { words, now, today, progress, analytics }
  const opened = await logs.audit(argumentOf(given, 0))()
  if (E.isLeft(opened)) return opened
  try {
    const log = command.answersFrom === 'anyLog' ? E.right({ ...opened.right, mode: 'checked' as const }) : await verifiedLog(opened.right, desk)()
    return E.isLeft(log) ? log : await command.answer(question.right, log.right, desk)()
  } finally {
    await opened.right.close()
  }
}

async function show({ answer, complaints }: Outcome, format: string, ports: Ports, words: Words): Promise<void> {
  const text = await textOf(answer, format, words)
  if (text !== '') ports.print(text)
  if (format === 'csv') {
    if (answer.standpoint !== undefined) ports.complain(words.sentences.standpoint(answer.standpoint))
    for (const note of answer.notes) ports.complain(note)
  }
  for (const complaint of complaints) ports.complain(complaint)
}

async function textOf(answer: Answer, format: string, words: Words): Promise<string> {
  if (format === 'json') return (await import('./output/json.ts')).asJson(answer)
  if (format === 'csv') return (await import('./output/csv.ts')).asCsv(answer)
  return (await import('./output/table.ts')).asText(answer, words)
}

function complain(ports: Ports, words: Words, failure: Failure): Ending {
  ports.complain(failureInWords(words, failure))
  return endingOf[failure.tag]
}

/** `--lang` counts for everything that is said, also for what is wrong with the rest of the command line. */
function spokenLanguage(argv: ReadonlyArray<string>): Language | undefined {
  const place = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='))
  if (place === -1) return undefined
  return languageNamed(argv[place]?.split('=')[1] ?? argv[place + 1] ?? '')
}
