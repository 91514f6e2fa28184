/** Records what became of a command. */
export const saveOutcome = `
  INSERT INTO outcomes (sender, command_id, cause, stream, reason, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (sender, command_id) DO UPDATE SET cause = ?3, stream = ?4, reason = ?5, outcome = ?6`
