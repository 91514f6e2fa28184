// The page of all commands: name, fields and title in both languages, by concept.
import { reservedCommands } from '../../packages/application/src/concepts.ts'
import { commandsEn } from '../../packages/cli/src/words/en/commands.ts'
import { commandsZh } from '../../packages/cli/src/words/zh/commands.ts'
import { fieldTable, hasFields, type Codec } from './codec-words.ts'
import { chapterHead, type Concept } from './concepts.ts'
import { valueTable } from './value-words.ts'
import { wordsFor } from './words-for.ts'

const datingFields = ['kind', 'effectiveOn', 'root', 'corrects']

export function commandsPage(concepts: readonly Concept[]): string {
  const codecs = concepts.flatMap(({ commands }) => Object.values(commands))
  return `# 命令 Commands

可以提交的全部命令及其字段。由 \`npm run docs\` 从代码生成，请勿手改；标题与 \`gridgov\` 所用一致。

Everything that can be asked for, with its fields. Written by \`npm run docs\` from the code; do not edit. The titles are those that \`gridgov\`
uses. Why a command may be refused: [rejections](rejections.md); what it records: [facts](facts.md).

标有“计日”的命令另有下列字段 Commands marked *dated* have these fields besides their own:

| 字段 field | 必填 required | 值 value |
| --- | --- | --- |
| \`kind\` | 是 yes | \`change\` 变更 \\| \`correction\` 更正 \\| \`lateRecording\` 补录 |
| \`effectiveOn\` | 是 yes | \`CalendarDate\` |
| \`root\` | 仅更正 only a correction | \`EntryId\` |
| \`corrects\` | 仅更正 only a correction | \`EntryId\` |

标有“内部”的命令由前门自行发出，不接受外来提交 Commands marked *internal* are sent by the front door itself and taken from nobody.

## 取值 Values

${valueTable(codecs)}
${concepts.map(chapter).join('\n')}`
}

function chapter(concept: Concept): string {
  const sections = Object.entries(concept.commands).map(([type, codec]) => section(type, codec))
  return `${chapterHead(concept)}${sections.join('\n')}`
}

function section(type: string, codec: Codec): string {
  const titles = [commandsZh, commandsEn].map((words) => (words as Readonly<Record<string, string>>)[type])
  const { zh, en } = wordsFor(`the command ${type}`, titles[0], titles[1])
  const dated = hasFields(codec, datingFields)
  const notes = [...(dated ? ['计日 dated'] : []), ...(reservedCommands.has(type) ? ['内部 internal'] : [])]
  return `### \`${type}\` ${zh} · ${en}

${notes.length === 0 ? '' : `${notes.join('; ')}\n\n`}${fieldTable(codec, dated ? datingFields : [])}`
}
