/** Everything that gridgov says, in Chinese. */

import type { Words } from './words.ts'
import { commandsZh } from './zh/commands.ts'
import { factsZh } from './zh/facts.ts'
import { failuresZh, inputProblemsZh, usageZh } from './zh/failures.ts'
import { findingsZh } from './zh/findings.ts'
import { headingsZh } from './zh/headings.ts'
import { helpZh } from './zh/help.ts'
import { rejectionsZh } from './zh/rejections.ts'
import { sentencesZh } from './zh/sentences.ts'

export const zh: Words = {
  language: 'zh-CN', facts: factsZh, commands: commandsZh, rejections: rejectionsZh, failures: failuresZh, usage: usageZh,
  inputProblems: inputProblemsZh, findings: findingsZh, headings: headingsZh, sentences: sentencesZh, help: helpZh,
}
