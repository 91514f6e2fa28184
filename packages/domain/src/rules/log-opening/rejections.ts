/** Why a log is not opened. */

import type { DistrictId } from '../../shared/identifiers.ts'

export type LogOpeningRejection =
  | { readonly type: 'LogAlreadyOpened', readonly rule: 'L1', readonly districtId: DistrictId, readonly nature: string }
  | { readonly type: 'RealPeopleNotYetProtected', readonly rule: '6.8', readonly districtId: DistrictId }
