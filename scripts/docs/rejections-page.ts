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
  const shared = sharedAmong(all.map((rejections) => rejections.map(({ type }) => type)))
  const chapters = concepts.map((concept) => {
    const own = byConcept.get(concept.path) ?? []
    const elsewhere = own.filter(({ type }) => shared.has(type)).map(({ type }) => `\`${type}\``)
    const besides = elsewhere.length === 0 ? '' : `另有 Besides: ${elsewhere.join(', ')} ([多处共用 in several concepts](#多处共用-in-several-concepts)).\n\n`
    return `${chapterHead(concept)}${besides}${own.filter(({ type }) => !shared.has(type)).map(section).join('\n')}`
  })
  const sharedOnes = new Map(all.flat().filter(({ type }) => shared.has(type)).map((one) => [one.type, one]))
  return `# 拒绝 Rejections

命令被规则拒绝的全部情形:名称、所依规则的编号、所附数据,以及 \`gridgov\` 的句子举例(数据为虚构)。由 \`npm run docs\` 从代码生成,请勿手改。

Every reason why the rules say no: its name, the number of the rule, the figures that come with it, and an example of the sentence that
\`gridgov\` makes of it (the figures are made up). Written by \`npm run docs\` from the code; do not edit. A rejection is an answer, not an
error: nothing was written. The rules themselves stand in the \`rules.md\` of each concept.

${chapters.join('\n')}
## 多处共用 In several concepts

${[...sharedOnes.values()].map(section).join('\n')}`
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
  return (words as Readonly<Record<string, Sentence>>)[type]?.(example)
}
