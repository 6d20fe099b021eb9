-- Packages that were built for the archive. Each build is a row: its zip has a hash of its own, and an archive answers for
-- the one that it was given. With a receipt, what came before `covers_to` has been handed over.
CREATE TABLE archive_package (
  municipality text NOT NULL,
  id text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  platform text NOT NULL,
  account text NOT NULL,
  year int NOT NULL,
  secret boolean NOT NULL,
  covers_from timestamptz NOT NULL,
  covers_to timestamptz NOT NULL,
  comments int NOT NULL,
  items int NOT NULL,
  media int NOT NULL,
  bytes bigint NOT NULL,
  built_at timestamptz NOT NULL,
  receiver text,
  received_on date,
  noted_at timestamptz,
  PRIMARY KEY (municipality, id, sha256),
  CHECK ((receiver IS NULL) = (received_on IS NULL) AND (receiver IS NULL) = (noted_at IS NULL))
);
