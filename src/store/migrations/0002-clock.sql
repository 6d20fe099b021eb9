-- What the clock needs to find without reading every ticket. `due_at` is the deadline of the answer or the assessment;
-- `target_at` is what is awaited next of an open ticket, null when nothing is. `clock` is the version of the
-- municipality's clock that the deadlines were computed with: tickets of another version are computed anew.
ALTER TABLE ticket
  ADD COLUMN opened_at timestamptz,
  ADD COLUMN needs_reply boolean NOT NULL DEFAULT false,
  ADD COLUMN answered_at timestamptz,
  ADD COLUMN answered_how text,
  ADD COLUMN target text,
  ADD COLUMN target_at timestamptz,
  ADD COLUMN clock text NOT NULL DEFAULT '';
CREATE INDEX ticket_clock ON ticket (municipality, clock, id) WHERE state <> 'closed';
CREATE INDEX ticket_target ON ticket (municipality, target_at) WHERE state <> 'closed';
CREATE INDEX ticket_opened ON ticket (municipality, opened_at);
CREATE INDEX ticket_due ON ticket (municipality, due_at) WHERE needs_reply;

-- A card whose words have aged is redrawn at night, when nobody has a form open in it.
ALTER TABLE card ADD COLUMN refresh_at timestamptz;
CREATE INDEX card_refresh ON card (refresh_at) WHERE refresh_at IS NOT NULL;

-- A reason for a snooze names no rule.
ALTER TABLE reason ALTER COLUMN rule DROP NOT NULL, ALTER COLUMN quote DROP NOT NULL;

-- The municipality's own answers, found from the comment that they answer.
CREATE INDEX comment_own ON comment (municipality, platform, account, parent_id) WHERE own AND parent_id IS NOT NULL;

CREATE INDEX comment_arrived ON comment (municipality, arrived_at) WHERE NOT own;

-- One digest a working day and municipality. pending → started (committed before the call) → done; one that was begun
-- and whose end nobody knows is posted again, and says so.
CREATE TABLE digest (
  municipality text NOT NULL,
  day date NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'started', 'done', 'skipped')),
  due_at timestamptz NOT NULL,
  since timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  lease_until timestamptz,
  posted_at timestamptz,
  PRIMARY KEY (municipality, day)
);
CREATE INDEX digest_due ON digest (due_at) WHERE state IN ('pending', 'started');

-- The digest lists what did not go through.
CREATE INDEX effect_stuck ON effect (municipality) WHERE state IN ('failed', 'unknown');
