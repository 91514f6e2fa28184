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

/** The rules of values; those of branded values stand in parentheses behind the name. */
const rules: ReadonlyArray<readonly [RegExp, string]> = [
  [/one line of (\d+) to (\d+) characters, not blank/, '$1 至 $2 个字符，在一行内，不可空白'],
  [/one line of text, not blank, at most (\d+) characters/, '一行文字，不可空白，至多 $1 个字符'],
  [/(\d+) digits from (\d+)/, '$1 位数字，自 $2 起'],
  [/(\d+) digits/, '$1 位数字'],
  [/a day as YYYY-MM-DD/, '日期，如 2018-07-01'],
  [/(\d+) to (\d+) letters, digits, ([^)]+)/, '$1 至 $2 个字母、数字或 $3'],
  [/a UUID in lower case, not nil/, '小写 UUID，不可全为零'],
  [/a whole number from 0 to a billion/, '0 至十亿的整数'],
  [/a whole number between minus and plus a billion/, '正负十亿之间的整数'],
  [/a whole number from 0/, '不小于 0 的整数'],
  [/category-instance/, '类别-实例'],
  [/the name of a scheme, such as (\S+)/, '方案名称，如 $1'],
]

function inChinese(problem: string): string {
  const form = forms.find(([pattern]) => pattern.test(problem))
  const sentence = form === undefined ? problem : problem.replace(form[0], form[1])
  const rule = rules.find(([pattern]) => pattern.test(sentence))
  const ruled = rule === undefined ? sentence : sentence.replace(rule[0], rule[1])
  return ruled.replace(/([A-Za-z]+) \(([^()]+)\)$/, '$1（$2）')
}
