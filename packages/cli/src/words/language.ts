/** The languages that gridgov speaks. */

export const languages = ['zh-CN', 'en'] as const
export type Language = typeof languages[number]

/** The language that a name stands for: `zh`, `zh_CN.UTF-8`, `en-GB`; undefined where gridgov does not speak it. */
export const languageNamed = (name: string): Language | undefined =>
  languages.find((language) => new RegExp(`^${language.split('-')[0] ?? ''}([-_.].*)?$`, 'i').test(name))
