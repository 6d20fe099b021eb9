-- What verified senders brought and nobody could read, as it came. It belongs to the installation until it is read:
-- `municipality` only says whose account it names, and nothing of a municipality's refers to a row here.
CREATE TABLE inbox (
  id uuid PRIMARY KEY,
  source text NOT NULL,
  account text,
  municipality text,
  received_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'unread',
  why text NOT NULL,
  sha256 text NOT NULL UNIQUE,
  body bytea NOT NULL
);
CREATE INDEX inbox_unread ON inbox (source, account, why) WHERE state = 'unread';
