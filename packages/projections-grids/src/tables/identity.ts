/** The columns that tables of grids share, so that they can be joined. */

import { column } from '@grid-governance/event-sourcing'

/** The district in whose log a unit stands; logs of several districts get merged. */
export const districtColumn = column.text({ 'zh-CN': '区代码', en: 'the district' })

export const communityColumn = column.text({ 'zh-CN': '社区标识', en: 'the id of the community' })

/** The days on which something held: half-open, so that the periods of successors meet and never overlap. */
export const validTo = column.orNull(column.date({ 'zh-CN': '不再有效之首日；空为至今有效', en: 'the first day on which it was no more; empty while it is' }))

export const endReason = column.orNull(column.text({
  'zh-CN': '终止原因：replaced、split、merged、abolished、neverValid', en: 'why it ended: replaced, split, merged, abolished, neverValid',
}))

export const successors = column.orNull(column.json({ 'zh-CN': '承接单位的标识', en: 'the ids of the units that follow' }))
