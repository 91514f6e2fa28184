/** The highest number of a type; null when there is none. */
export const selectLastTypeId = 'SELECT max(id) FROM types'
