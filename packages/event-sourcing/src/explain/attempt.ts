/** Attempts: queries and projections that are asked about a part of the facts only may fail where they never do with all of them. */

export const failed = Symbol('failed')

/** What a function answers, or that it failed. */
export const attempt = <A>(what: () => A): A | typeof failed => {
  try {
    return what()
  } catch {
    return failed
  }
}
