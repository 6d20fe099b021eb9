-- Tokens that a platform has given in the place of the one in the environment, sealed by who has the key, which is never
-- here. `given`: a keyed hash of what stood in the environment then.
CREATE TABLE token (
  municipality text NOT NULL,
  platform text NOT NULL,
  account text NOT NULL,
  sealed bytea NOT NULL,
  given bytea NOT NULL,
  PRIMARY KEY (municipality, platform, account)
);
