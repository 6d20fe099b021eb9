-- Every text of the rules under which this installation has decided, so that a decision's version can be read again.
CREATE TABLE policy (
  municipality text NOT NULL,
  version text NOT NULL,
  in_force_at timestamptz NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (municipality, version)
);
