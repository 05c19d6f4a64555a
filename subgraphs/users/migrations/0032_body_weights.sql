-- Up Migration

-- What a person weighed on which day. accounts.weight_kilograms is that of the last day.
CREATE TABLE body_weights (
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  measured_on date NOT NULL,
  kilograms double precision NOT NULL,
  PRIMARY KEY (account_id, measured_on)
);
INSERT INTO body_weights (account_id, measured_on, kilograms)
  SELECT id, created_at::date, weight_kilograms FROM accounts WHERE weight_kilograms IS NOT NULL;
