/** The number of a category. */
export const selectCategoryId = 'SELECT id FROM categories WHERE name = ?'
