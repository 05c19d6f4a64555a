-- Up Migration

-- What the program said it is (User-Agent) that opened the session, or refreshed it last; null where it said nothing.
ALTER TABLE sessions ADD COLUMN user_agent text;
