-- What each account's platform says of it, asked once a day, and when it last brought something by itself. `trouble`: what
-- somebody must see to, as a key; null for nothing. `warned_of`: what the lead was told of last, and when.
ALTER TABLE account
  ADD COLUMN last_webhook_at timestamptz,
  ADD COLUMN standing jsonb,
  ADD COLUMN standing_at timestamptz,
  ADD COLUMN standing_due_at timestamptz,
  ADD COLUMN standing_lease_until timestamptz,
  ADD COLUMN trouble text,
  ADD COLUMN warned_of text,
  ADD COLUMN warned_at timestamptz,
  ADD COLUMN warn_lease_until timestamptz;
