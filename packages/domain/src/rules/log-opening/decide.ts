/** Whether a log may be opened. */

import * as E from 'fp-ts/lib/Either.js'
import type { LogOpeningCommand } from './commands.ts'
import { logOpeningEvent, type LogOpeningEvent } from './events.ts'
import type { LogOpeningRejection } from './rejections.ts'
import type { LogOpeningState } from './state.ts'

export const decide = ({ data }: LogOpeningCommand, state: LogOpeningState): E.Either<LogOpeningRejection, ReadonlyArray<LogOpeningEvent>> => {
  if (state.nature !== null) return E.left({ type: 'LogAlreadyOpened', rule: 'L1', districtId: data.districtId, nature: state.nature })
  if (data.nature === 'real') return E.left({ type: 'RealPeopleNotYetProtected', rule: '6.8', districtId: data.districtId })
  return E.right([logOpeningEvent.LogOpened(data)])
}
