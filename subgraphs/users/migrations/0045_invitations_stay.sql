-- Up Migration

-- An invitation is the squad's: it stays when the account of who sent it is deleted, and does not say any more who that was.
ALTER TABLE squad_invitations
  ALTER COLUMN inviter_id DROP NOT NULL,
  DROP CONSTRAINT squad_invitations_inviter_id_fkey,
  ADD FOREIGN KEY (inviter_id) REFERENCES accounts ON DELETE SET NULL;
