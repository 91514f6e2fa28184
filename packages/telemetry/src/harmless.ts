/** What may be told of names: their public part, never the instance, which may stand for a person. */

import { isCategory } from '@grid-governance/event-sourcing'

/**
 * The category of a stream, and its district where the name begins with one. The rest of the name is never told: `M0042` in
 * `pointsAccount-440402.M0042.2018` stands for a person. What does not follow the grammar is only called `other`.
 */
export const publicPartOf = (stream: string): { readonly category: string, readonly district: string | undefined } => {
  const dash = stream.indexOf('-')
  const category = dash === -1 ? '' : stream.slice(0, dash)
  return { category: isCategory(category) ? category : 'other', district: districtIn(stream.slice(dash + 1)) }
}

/** A district code of six digits before the first dot, or alone. */
export const districtIn = (instance: unknown): string | undefined => typeof instance === 'string' ? /^(\d{6})(?:\.|$)/.exec(instance)?.[1] : undefined

/** A word of code, such as a tag, a type or the number of a rule; any other text is only called `other`, since it may say anything. */
export const codeWord = (text: unknown): string => typeof text === 'string' && /^[A-Za-z0-9][A-Za-z0-9.@_-]{0,63}$/.test(text) ? text : 'other'
