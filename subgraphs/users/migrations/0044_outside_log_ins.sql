-- Up Migration

-- What counts is when the person logged in at the issuer, and not when it last renewed their token.
ALTER TABLE sessions RENAME COLUMN token_issued_at TO authenticated_at;
