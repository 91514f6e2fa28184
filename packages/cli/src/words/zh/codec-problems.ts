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

function inChinese(problem: string): string {
  const form = forms.find(([pattern]) => pattern.test(problem))
  return form === undefined ? problem : problem.replace(form[0], form[1])
}
