/** The later day of a question about two days, which `--to` and `--as-of` both name. */

import type * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import { dayArgument, mistaken, perhaps } from '../arguments.ts'
import type { UsageWrong } from '../failure.ts'
import { optionOf, type Given } from '../outcome.ts'

/** One of the two options; given together, neither may be passed over without a word. */
export const lastDayArgument = (given: Given): E.Either<UsageWrong, CalendarDate | undefined> => {
  const [to, asOf] = [optionOf(given, 'to'), optionOf(given, 'asOf')]
  return to !== undefined && asOf !== undefined
    ? mistaken({ kind: 'notTogether', options: ['--to', '--as-of'] })
    : perhaps(dayArgument, '--to', to ?? asOf)
}
