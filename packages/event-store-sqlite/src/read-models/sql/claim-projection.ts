/** Gives a projection a new token; answers its checkpoint. */
export const claimProjection = `
  INSERT INTO projections (name, version, token) VALUES (?1, ?2, ?3)
  ON CONFLICT (name, version) DO UPDATE SET token = ?3
  RETURNING position, event_id`
