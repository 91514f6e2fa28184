/** Gives a category its number. */
export const insertCategory = 'INSERT INTO categories (name) VALUES (?) RETURNING id'
