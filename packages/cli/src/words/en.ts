/** Everything that gridgov says, in English. */

import { commandsEn } from './en/commands.ts'
import { factsEn } from './en/facts.ts'
import { failuresEn, inputProblemsEn, usageEn } from './en/failures.ts'
import { findingsEn } from './en/findings.ts'
import { headingsEn } from './en/headings.ts'
import { helpEn } from './en/help.ts'
import { rejectionsEn } from './en/rejections.ts'
import { sentencesEn } from './en/sentences.ts'
import type { Words } from './words.ts'

export const en: Words = {
  language: 'en', facts: factsEn, commands: commandsEn, rejections: rejectionsEn, failures: failuresEn, usage: usageEn,
  inputProblems: inputProblemsEn, findings: findingsEn, headings: headingsEn, sentences: sentencesEn, help: helpEn,
}
