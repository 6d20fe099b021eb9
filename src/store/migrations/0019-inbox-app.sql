-- Whose app brought a delivery: a municipality that has one of its own, or '' for the installation's. What it says is
-- believed of the accounts alone that this app speaks for, also when it is read again; and what one app brings must not
-- keep out the same bytes that another brings.
ALTER TABLE inbox ADD COLUMN app text NOT NULL DEFAULT '', DROP CONSTRAINT inbox_sha256_key, ADD UNIQUE (app, sha256);
