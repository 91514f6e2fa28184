/** Where the outcomes of policies and processes are looked for: beside the log. */

/** `xiangzhou.outcomes.db` beside `xiangzhou.db`: where outcomes are looked for unless another file is named. */
export const outcomesBeside = (path: string): string => `${path.replace(/\.db$/, '')}.outcomes.db`
