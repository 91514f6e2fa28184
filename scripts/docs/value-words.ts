// The values that stand in facts and commands, each with its rule, in both languages.
import { namedValues, type Codec, type NamedValue } from './codec-words.ts'

/** What each value is; a new one does not pass until it is said here in Chinese and in English. */
const meanings: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  BuildingId: ['楼栋的标识，1 至 60 个字母、数字或 _', 'a building'],
  BuildingNumber: ['楼栋在社区内的序号，5 位数字，00001 起', 'the serial of a building in its community'],
  CalendarDate: ['日期，YYYY-MM-DD，东八区', 'a day in Asia/Shanghai'],
  CommunityCode: ['社区代码，12 位数字', 'the code of a community'],
  CommunityId: ['社区（二级网格）的标识，1 至 60 个字母、数字或 _', 'a community, a level-2 grid'],
  Count: ['非负整数，不超过十亿', 'households, residents, grids'],
  Difference: ['增减的数量，可为负', 'how much a number grows, or shrinks'],
  DistrictId: ['区的标识，6 位数字', 'a district'],
  EntryId: ['一条记载的标识，更正以它相称，1 至 100 个字母、数字或 . _ : -', 'the name by which corrections call a fact'],
  GridCode: ['网格代码，15 位数字', 'the code of a level-3 grid'],
  GridId: ['三级网格的标识，1 至 60 个字母、数字或 _', 'a level-3 grid'],
  Name: ['名称，1 至 100 个字符，不得空白', 'a public name'],
  OperationId: ['方案中一项调整的标识，1 至 60 个字母、数字或 _', 'one operation of a plan'],
  PlanId: ['网格调整方案的标识，1 至 60 个字母、数字或 _', 'a restructure plan'],
  TownCode: ['镇街代码，9 位数字', 'the code of a town or street'],
  TownId: ['镇街（一级网格）的标识，1 至 60 个字母、数字或 _', 'a town or street, a level-1 grid'],
  Uuid: ['小写 UUID，不得全零', 'a name of a request or event'],
}

/** A table of every value that stands in these codecs. */
export function valueTable(codecs: readonly Codec[]): string {
  const values = new Map(codecs.flatMap(namedValues).map((value) => [value.name, value]))
  const rows = [...values.values()].sort((one, other) => (one.name < other.name ? -1 : 1)).map(row)
  return `| 取值 value | 中文 | English | JSON |\n| --- | --- | --- | --- |\n${rows.join('')}`
}

function row({ name, base, rule }: NamedValue): string {
  const meaning = meanings[name]
  if (meaning === undefined) throw new Error(`scripts/docs/value-words.ts does not say what a ${name} is.`)
  return `| \`${name}\` | ${meaning[0]} | ${meaning[1]}: ${rule} | ${base} |\n`
}
