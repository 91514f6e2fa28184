// The page of all facts: name, version, fields and title in both languages, by concept.
import { DatedData } from '../../packages/event-sourcing/src/entry.ts'
import { factsEn } from '../../packages/cli/src/words/en/facts.ts'
import { factsZh } from '../../packages/cli/src/words/zh/facts.ts'
import { fieldTable, hasFields } from './codec-words.ts'
import { chapterHead, sharedAmong, type Concept } from './concepts.ts'
import { valueTable } from './value-words.ts'
import { wordsFor } from './words-for.ts'

const entryFields = ['entryId', 'kind', 'effectiveOn', 'root', 'corrects']

export function factsPage(concepts: readonly Concept[]): string {
  const shared = sharedAmong(concepts.map(({ facts }) => Object.keys(facts)))
  const codecs = concepts.flatMap(({ facts }) => Object.values(facts).map(({ data }) => data))
  return `# 事实 Facts

日志中可能出现的全部事实：名称、版本与字段，即存储格式。由 \`npm run docs\` 从代码生成，请勿手改；标题与 \`gridgov\` 所用一致。

Everything that can stand in a log: name, version and fields are the stored format. Written by \`npm run docs\` from the code; do not edit.
The titles are those that \`gridgov\` uses. How to add one: [add a fact](../how-to/add-a-fact.md).

## 记载字段 Entry fields

标有“记载”的事实另有下列字段。更正（correction）须写明 \`root\` 与 \`corrects\`，变更（change）与补录（lateRecording）不写。

Facts marked *dated* have these fields besides their own. A correction names \`root\`, the first entry of its chain, and \`corrects\`, the
chain's last entry; a change and a late recording name neither.

${fieldTable(DatedData)}
## 取值 Values

${valueTable(codecs)}
${concepts.map((concept) => chapter(concept, shared)).join('\n')}
## 多处共用 In several concepts

${[...shared].map((type) => section(type, concepts.filter(({ facts }) => type in facts))).join('\n')}`
}

function chapter(concept: Concept, shared: ReadonlySet<string>): string {
  const types = Object.keys(concept.facts)
  const elsewhere = types.filter((type) => shared.has(type)).map((type) => `\`${type}\``)
  const besides = elsewhere.length === 0 ? '' : `另有 Besides: ${elsewhere.join(', ')} ([多处共用 in several concepts](#多处共用-in-several-concepts)).\n\n`
  const own = types.filter((type) => !shared.has(type)).map((type) => section(type, [concept]))
  return `${chapterHead(concept)}${besides}${own.join('\n')}`
}

/** One fact, which these concepts declare alike. */
function section(type: string, concepts: readonly Concept[]): string {
  const declaration = concepts[0]?.facts[type]
  if (declaration === undefined) throw new Error(`No concept declares ${type}.`)
  const { zh, en } = wordsFor(`the fact ${type}`, titleIn(factsZh, type), titleIn(factsEn, type))
  const dated = hasFields(declaration.data, entryFields) && concepts.length === 1
  const older = concepts.flatMap(({ upcasters }) => upcasters.filter((step) => step.type === type).map(({ from }) => `\`${type}@${from}\``))
  const notes = [...(dated ? ['记载 dated'] : []), ...(older.length === 0 ? [] : [`仍可读的旧版 older shapes still read: ${older.join(', ')}`])]
  return `### \`${type}@${declaration.schemaVersion}\` ${zh} · ${en}

${notes.length === 0 ? '' : `${notes.join('; ')}\n\n`}${fieldTable(declaration.data, dated ? entryFields : [])}`
}

function titleIn(words: object, type: string): string | undefined {
  return (words as Readonly<Record<string, { readonly title: string }>>)[type]?.title
}
