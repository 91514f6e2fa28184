/** Text that a terminal only shows: what would move its cursor or turn the direction of writing is written out as its code. */

import { isPrintable } from '@grid-governance/event-sourcing'

/** Lines of text; the facts of a log made before names had their rule may hold anything. */
export const visible = (text: string): string => text.split('\n').map(visibleLine).join('\n')

/** One line of text, a break in it written out too. */
export const visibleLine = (text: string): string =>
  isPrintable(text) ? text : [...text].map((character) => isPrintable(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`).join('')
