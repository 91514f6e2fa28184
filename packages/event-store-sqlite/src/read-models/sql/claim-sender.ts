/** Gives a policy or process its next token; answers it, and how far it is. */
export const claimSender = `
  INSERT INTO senders (kind, name, token) VALUES (?1, ?2, 1)
  ON CONFLICT (kind, name) DO UPDATE SET token = token + 1
  RETURNING token, progress`
