/** What a language must have words for; complete by the compiler: a new fact, command, rejection or failure does not build without them. */

import type { GovernanceCommand, GovernanceEvent, GovernanceRejection } from '@grid-governance/domain'
import type { Finding } from '../audit/finding.ts'
import type { Failure, UsageMistake } from '../failure.ts'
import type { InputProblem } from '../input/input-problem.ts'
import type { Heading } from './headings.ts'
import type { HelpWords } from './help-words.ts'
import type { Language } from './language.ts'
import type { Sentences } from './sentences.ts'

export interface Words {
  readonly language: Language
  readonly facts: FactWords
  readonly commands: CommandWords
  readonly rejections: RejectionWords
  readonly failures: FailureWords
  readonly usage: UsageWords
  readonly inputProblems: InputProblemWords
  readonly findings: FindingWords
  readonly headings: Readonly<Record<Heading, string>>
  readonly sentences: Sentences
  readonly help: HelpWords
}

/** A fact's name, and what it says in one clause. */
export type FactWords = { readonly [Type in GovernanceEvent['type']]: FactInWords<Extract<GovernanceEvent, { readonly type: Type }>['data']> }

export interface FactInWords<Data> {
  readonly title: string
  readonly says: (data: Data) => string
}

export type CommandWords = Readonly<Record<GovernanceCommand['type'], string>>

/** Why the rules say no, in one sentence with the figures; the rule's number is put in front of it elsewhere. */
export type RejectionWords = { readonly [Type in GovernanceRejection['type']]: (rejection: Extract<GovernanceRejection, { readonly type: Type }>) => string }

/** One sentence for each failure: what, where, why, and what to do. */
export type FailureWords = { readonly [Tag in Failure['tag']]: (failure: Extract<Failure, { readonly tag: Tag }>) => string }

export type UsageWords = { readonly [Kind in UsageMistake['kind']]: (mistake: Extract<UsageMistake, { readonly kind: Kind }>) => string }

export type InputProblemWords = { readonly [Problem in InputProblem['problem']]: (problem: Extract<InputProblem, { readonly problem: Problem }>) => string }

/** What `verify` found, in one clause. */
export type FindingWords = { readonly [Tag in Finding['tag']]: (finding: Extract<Finding, { readonly tag: Tag }>) => string }

/** What a fact says, in words. */
export const factInWords = (words: Words, fact: GovernanceEvent): string =>
  // The table has one case for each type, and this fact is of that type.
  (words.facts[fact.type].says as (data: GovernanceEvent['data']) => string)(fact.data)

/** Why a command was refused, in words, with the number of the rule. */
export const rejectionInWords = (words: Words, rejection: GovernanceRejection): string =>
  words.sentences.byRule(rejection.rule, (words.rejections[rejection.type] as (one: GovernanceRejection) => string)(rejection))

/** What stopped the command, in words. */
export const failureInWords = (words: Words, failure: Failure): string =>
  (words.failures[failure.tag] as (one: Failure) => string)(failure)

/** What is wrong in an input file, in words. */
export const inputProblemInWords = (words: Words, problem: InputProblem): string =>
  (words.inputProblems[problem.problem] as (one: InputProblem) => string)(problem)

/** What is wrong with a log, in words. */
export const findingInWords = (words: Words, finding: Finding): string =>
  (words.findings[finding.tag] as (one: Finding) => string)(finding)
