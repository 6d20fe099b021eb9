-- Whatever a platform delivers is a row here before anybody reads it: `received`, then `archived` (the archive has what
-- it said, and the row only its hash) or `unread`.
ALTER TABLE inbox ALTER COLUMN why DROP NOT NULL, ALTER COLUMN body DROP NOT NULL,
  ADD COLUMN lease_until timestamptz, ADD COLUMN attempts int NOT NULL DEFAULT 0,
  ADD CHECK (state IN ('received', 'unread', 'archived')),
  ADD CHECK ((state = 'unread') = (why IS NOT NULL)),
  ADD CHECK ((state = 'archived') = (body IS NULL));
CREATE INDEX inbox_received ON inbox (id) WHERE state = 'received';
