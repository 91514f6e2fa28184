/** Saves the position up to which the heads of streams are saved. */
export const saveHeadsReach = `
  INSERT INTO stream_heads_reach (id, position) VALUES (1, ?)
  ON CONFLICT (id) DO UPDATE SET position = excluded.position`
