-- Entries of the register are handed to whoever keeps the diary: as a folder, by mail. Which ways a municipality has stands
-- in its settings, and is declared at each start, as its accounts are.
CREATE TABLE handover_way (
  municipality text NOT NULL,
  way text NOT NULL CHECK (way IN ('folder', 'mail')),
  PRIMARY KEY (municipality, way)
);

-- A ledger: `started` is committed before anything is tried, and its row is what keeps an entry from being handed over
-- twice. `unknown`: the mail may have come through, and is never sent again by itself.
CREATE TABLE handover (
  municipality text NOT NULL,
  registration uuid NOT NULL,
  way text NOT NULL CHECK (way IN ('folder', 'mail')),
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'started', 'done', 'failed', 'unknown')),
  due_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  lease_until timestamptz,
  -- The Message-ID of a mail that was, or may have been, taken.
  message_id text,
  -- A code, never words of anybody's.
  error text,
  ended_at timestamptz,
  PRIMARY KEY (municipality, registration, way),
  FOREIGN KEY (municipality, registration) REFERENCES registration (municipality, id),
  CHECK ((state = 'started') = (lease_until IS NOT NULL))
);
CREATE INDEX handover_pending ON handover (due_at) WHERE state = 'pending';
CREATE INDEX handover_started ON handover (lease_until) WHERE state = 'started';
