-- Up Migration

-- Events of this service that are not published yet, written in the transaction that changed the state.
CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- A UUIDv7: the event's id, and what the broker knows a repeat by.
  event_id uuid NOT NULL UNIQUE,
  -- Where it goes: the broker's subject.
  subject text NOT NULL,
  -- The CloudEvent as JSON; null for a state that is read when it is published.
  body jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What each consumer of this service has had its effect of, written in the effect's transaction.
CREATE TABLE inbox (
  consumer text NOT NULL,
  event_id uuid NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);
