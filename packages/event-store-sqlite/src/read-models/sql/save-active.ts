/** Lets a version answer to its name. */
export const saveActive = `INSERT INTO active VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET version = ?2`
