/** Figures: the part of an answer that is to be explained. */

/** Takes a figure out of an answer, in JSON. */
export type Figure<Answer> = (answer: Answer) => unknown

/** A figure as JSON has it, so that it can be compared; undefined stays what it is. */
export const asJson = (value: unknown): unknown => value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? 'null') as unknown
