/** The sentences of the codecs, which are English, in Chinese; a sentence of another form is left as it is. */

/** All problems of a value, joined. */
export const codecProblemsZh = (problems: ReadonlyArray<string>): string => problems.map(inChinese).join('；')

const forms: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(\S+) is missing, expected (.+)$/, '缺少 $1，应为 $2'],
  [/^(\S+|the value) is (.+), expected (.+)$/, '$1 为 $2，应为 $3'],
  [/^(.+) is not a known field(?: of a command)?$/, '没有字段 $1'],
  [/^(.+) is not a known command$/, '没有命令 $1'],
  [/^(.+) is not a known fact$/, '没有事实 $1'],
  [/^(\S+)@(\d+) has no upcaster to version (\d+); it may come from a newer release$/, '$1 第 $2 版无法升至第 $3 版，可能来自更新的版本'],
]

/** The rules of branded values, as they stand in parentheses behind the name. */
const rules: ReadonlyArray<readonly [RegExp, string]> = [
  [/(\w+) \((\d+) to (\d+) characters, not blank\)/, '$1（$2 至 $3 个字符，不可空白）'],
  [/(\w+) \((\d+) digits\)/, '$1（$2 位数字）'],
  [/(\w+) \((\d+) digits from (\d+)\)/, '$1（$2 位数字，自 $3 起）'],
  [/(\w+) \(a day as YYYY-MM-DD\)/, '$1（日期，如 2018-07-01）'],
  [/(\w+) \((\d+) to (\d+) letters, digits, (.+)\)/, '$1（$2 至 $3 个字母、数字或 $4）'],
  [/(\w+) \(a UUID in lower case, not nil\)/, '$1（小写 UUID）'],
  [/(\w+) \(a whole number from 0 to a billion\)/, '$1（0 至十亿的整数）'],
  [/a whole number from 0/, '不小于 0 的整数'],
]

function inChinese(problem: string): string {
  const form = forms.find(([pattern]) => pattern.test(problem))
  const sentence = form === undefined ? problem : problem.replace(form[0], form[1])
  const rule = rules.find(([pattern]) => pattern.test(sentence))
  return rule === undefined ? sentence : sentence.replace(rule[0], rule[1])
}
