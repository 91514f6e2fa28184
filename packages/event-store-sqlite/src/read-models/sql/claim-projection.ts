/** Gives a projection a new token, held until ?4 (null: not held); answers its checkpoint. */
export const claimProjection = `
  INSERT INTO projections (name, version, token, held_until) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (name, version) DO UPDATE SET token = ?3, held_until = ?4
  RETURNING position, event_id`
