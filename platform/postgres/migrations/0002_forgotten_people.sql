-- Up Migration

-- People who deleted their accounts: nothing is kept of them but that their id is never to be kept anything of again.
CREATE TABLE forgotten_people (
  id uuid PRIMARY KEY,
  forgotten_at timestamptz NOT NULL DEFAULT now()
);
