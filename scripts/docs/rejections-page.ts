// The page of all rejections: name, rule, fields and an example of the sentence in both languages, by concept.
import { rejectionsEn } from '../../packages/cli/src/words/en/rejections.ts'
import { rejectionsZh } from '../../packages/cli/src/words/zh/rejections.ts'
import { chapterHead, sharedAmong, type Concept } from './concepts.ts'
import { rejectionTypes, type RejectionType } from './rejection-types.ts'
import { wordsFor } from './words-for.ts'

type Sentence = (rejection: Readonly<Record<string, unknown>>) => string

export function rejectionsPage(concepts: readonly Concept[]): string {
  const byConcept = rejectionTypes(concepts.map(({ path }) => path))
  const all = [...byConcept.values()]
  const shared = sharedAmong(all.map((rejections) => rejections.map(signature)))
  const chapters = concepts.map((concept) => chapter(concept, byConcept.get(concept.path) ?? [], shared))
  const sharedOnes = new Map(all.flat().map((one) => [signature(one), one]))
  return `# 拒绝 Rejections

命令被规则拒绝的全部情形：名称、所依规则的编号、所附数据，以及 \`gridgov\` 的句子举例（数据为虚构）。由 \`npm run docs\` 从代码生成，请勿手改。

Every reason why the rules say no: its name, the number of the rule, the figures that come with it, and an example of the sentence that
\`gridgov\` makes of it (the figures are made up). Written by \`npm run docs\` from the code; do not edit. A rejection is an answer, not an
error: nothing was written. The rules themselves stand in the \`rules.md\` of each concept.

${chapters.join('\n')}
## 多处共用 In several concepts

${[...sharedOnes].filter(([name]) => shared.has(name)).map(([, one]) => section(one)).join('\n')}`
}

/** Two concepts may refuse under one name with other figures; only what is alike is told once. */
function signature({ type, fields }: RejectionType): string {
  return JSON.stringify([type, fields])
}

function chapter(concept: Concept, rejections: readonly RejectionType[], shared: ReadonlySet<string>): string {
  const elsewhere = rejections.filter((one) => shared.has(signature(one))).map(({ type }) => `\`${type}\``)
  const besides = elsewhere.length === 0 ? '' : `另有 Besides: ${elsewhere.join(', ')} ([多处共用 in several concepts](#多处共用-in-several-concepts)).\n\n`
  return `${chapterHead(concept)}${besides}${rejections.filter((one) => !shared.has(signature(one))).map(section).join('\n')}`
}

function section(rejection: RejectionType): string {
  const { type, rules, comment, fields, example } = rejection
  const { zh, en } = wordsFor(`the rejection ${type}`, said(rejectionsZh, type, example), said(rejectionsEn, type, example))
  const rows = fields.map(({ name, words }) => `| \`${name}\` | ${words} |\n`)
  const table = rows.length === 0 ? '' : `\n| 数据 figure | 类型 type |\n| --- | --- |\n${rows.join('')}`
  return `### \`${type}\` ${rules.map((rule) => `**${rule}**`).join(' ')}

${comment === '' ? '' : `${comment}\n\n`}- 例 ${zh}
- E.g. ${en}
${table}`
}

function said(words: object, type: string, example: RejectionType['example']): string | undefined {
  const sentence = (words as Readonly<Record<string, Sentence>>)[type]?.(example)
  if (sentence?.includes('undefined') === true) throw new Error(`The sentence for ${type} has a gap: "${sentence}". Give it a value in scripts/docs/example-values.ts.`)
  return sentence
}
