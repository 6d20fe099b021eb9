-- What the chat has told us already: Teams repeats what is not answered in time, and to any replica. Ids alone, of the
-- installation as a whole, since words may be said where no municipality is; each is kept for two days.
CREATE TABLE heard (
  key text PRIMARY KEY,
  at timestamptz NOT NULL
);
CREATE INDEX heard_at ON heard (at);
