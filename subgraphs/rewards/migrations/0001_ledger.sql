-- Up Migration

-- The figures of every workout as they were heard last, by which tokens are computed.
CREATE TABLE workouts (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  -- The version they were heard in: an older one never overwrites a newer one.
  version integer NOT NULL,
  -- Null in all the rest: the workout was deleted, and this row keeps older events from bringing it back.
  local_date date,
  sport text,
  source text,
  moving_milliseconds bigint,
  distance_millimeters bigint,
  has_positions boolean,
  has_heart_rate boolean,
  worst_flag text
);
CREATE INDEX workouts_of_days ON workouts (owner_id, local_date) WHERE local_date IS NOT NULL;

-- The ledger is double-entry: every transaction takes from some accounts what it gives to others. Amounts are millionths
-- of a token. Transactions and entries are only ever added.
CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  -- PERSON: what somebody holds. ISSUANCE: where tokens come from; its sum is minus all tokens there are.
  kind text NOT NULL CHECK (kind IN ('PERSON', 'ISSUANCE')),
  owner_id uuid UNIQUE,
  -- A person's entries summed up. Not kept for ISSUANCE: every grant would wait for its row.
  balance bigint CHECK (balance >= 0),
  CHECK ((kind = 'PERSON') = (owner_id IS NOT NULL)),
  CHECK ((kind = 'PERSON') = (balance IS NOT NULL))
);
CREATE UNIQUE INDEX one_issuance ON accounts (kind) WHERE kind = 'ISSUANCE';
INSERT INTO accounts (id, kind) VALUES ('01970000-0000-7000-8000-000000000001', 'ISSUANCE');

CREATE TABLE transactions (
  id uuid PRIMARY KEY,
  position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind text NOT NULL CHECK (kind IN ('GRANT', 'REVERSAL')),
  -- Whose balance it moves.
  owner_id uuid NOT NULL,
  -- The local date whose workouts it is for.
  earned_on date NOT NULL,
  -- The event that was the reason.
  caused_by uuid NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX transactions_newest_first ON transactions (owner_id, position DESC);
CREATE INDEX transactions_of_day ON transactions (owner_id, earned_on);
CREATE INDEX transactions_by_time ON transactions (owner_id, created_at);

CREATE TABLE entries (
  transaction_id uuid NOT NULL REFERENCES transactions,
  account_id uuid NOT NULL REFERENCES accounts,
  amount bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (transaction_id, account_id)
);
CREATE INDEX entries_of_account ON entries (account_id);

-- At commit the entries of a transaction sum to zero, and there are at least two.
CREATE FUNCTION require_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  IF (SELECT count(*) < 2 OR sum(amount) <> 0 FROM entries WHERE transaction_id = checked) THEN
    RAISE EXCEPTION 'the entries of transaction % do not balance', checked USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transactions_balance AFTER INSERT ON transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_balance('id');
CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT ON entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_balance('transaction_id');

-- A balance moves by entries, and by nothing else.
CREATE FUNCTION move_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE accounts SET balance = balance + NEW.amount WHERE id = NEW.account_id AND balance IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER entries_move_balance AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION move_balance();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is only added to: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transactions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON transactions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER accounts_stay BEFORE DELETE OR TRUNCATE ON accounts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER balances_follow_entries BEFORE UPDATE ON accounts
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER new_accounts_are_empty BEFORE INSERT ON accounts
  FOR EACH ROW WHEN (NEW.balance <> 0) EXECUTE FUNCTION refuse_change();

-- The ledger counted again: accounts whose balance is not the sum of their entries. Always empty.
CREATE VIEW wrong_balances AS
  SELECT accounts.id, accounts.owner_id, accounts.balance, coalesce(sum(entries.amount), 0) AS counted
  FROM accounts LEFT JOIN entries ON entries.account_id = accounts.id
  WHERE accounts.balance IS NOT NULL
  GROUP BY accounts.id
  HAVING accounts.balance <> coalesce(sum(entries.amount), 0);

-- What people have reached; once per person and code, for ever.
CREATE TABLE achievements (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  code text NOT NULL,
  caused_by uuid NOT NULL,
  unlocked_at timestamptz NOT NULL,
  UNIQUE (owner_id, code)
);
