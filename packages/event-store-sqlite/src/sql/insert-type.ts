/** Gives a type its number. */
export const insertType = 'INSERT INTO types (name) VALUES (?) RETURNING id'
