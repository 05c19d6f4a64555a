-- Up Migration

-- A session is told from where the person stood when it began, and not when it first listened.
UPDATE sessions SET goals_told_until = accounts.goals_told_until
FROM accounts WHERE accounts.id = sessions.account_id AND sessions.goals_told_until IS NULL;
