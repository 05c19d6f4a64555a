-- Up Migration

-- What goes, or is emptied, with an account or a token is found by an index. Others that begin with these columns are of some
-- of the rows alone, and no help to that.
CREATE INDEX pairs_high ON pairs (high_id);
CREATE INDEX squad_invitations_of_inviter ON squad_invitations (inviter_id);
CREATE INDEX mails_of_account ON mails (account_id);
CREATE INDEX mails_of_token ON mails (token_id);
