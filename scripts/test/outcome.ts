// What one check found, and a step: checks that are run together.

export type Outcome =
  | { readonly kind: 'passed'; readonly name: string }
  | { readonly kind: 'failed'; readonly name: string; readonly why: string }
  | { readonly kind: 'skipped'; readonly name: string; readonly why: string }

export interface Step {
  /** One word by which the step can be run alone: `npm test -- lint`. */
  readonly name: string
  readonly title: string
  readonly run: () => Promise<readonly Outcome[]>
}

export const passed = (name: string): Outcome => ({ kind: 'passed', name })
export const failed = (name: string, why: string): Outcome => ({ kind: 'failed', name, why })
export const skipped = (name: string, why: string): Outcome => ({ kind: 'skipped', name, why })

/** The outcome of a program that says by its exit code whether all is well. */
export function outcomeOf(name: string, ended: { readonly code: number | null; readonly output: string }): Outcome {
  return ended.code === 0 ? passed(name) : failed(name, ended.output.trim() || `it ended with code ${ended.code}`)
}
