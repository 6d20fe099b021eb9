-- When each account's platform is asked what has been written there, and how far it has been listed.
ALTER TABLE account
  ADD COLUMN covered_to timestamptz,
  ADD COLUMN swept_at timestamptz,
  ADD COLUMN poll_due_at timestamptz,
  ADD COLUMN poll_lease_until timestamptz,
  ADD COLUMN poll_failures int NOT NULL DEFAULT 0;

-- When a comment that its platform does not list was last looked at by itself.
ALTER TABLE comment ADD COLUMN looked_at timestamptz;
CREATE INDEX comment_created ON comment (municipality, platform, account, created_at);
