-- The register (diarium). Every entry has its own reference (beteckning), SM 2026-123, from the municipality's one series
-- of the year, without gaps; the diary number is given later, and may be corrected. What is shown to the public stands in
-- `registration` alone: who sent it, and what it is about in so many words, stand apart (OSL 5 kap. 2 § 2 st.).
ALTER TABLE registration
  ALTER COLUMN ticket DROP NOT NULL,
  ADD COLUMN comment uuid,
  ADD COLUMN kind text NOT NULL DEFAULT 'comment'
    CHECK (kind IN ('comment', 'message', 'request', 'decision', 'police-report', 'disposal')),
  ADD COLUMN direction text NOT NULL DEFAULT 'in' CHECK (direction IN ('in', 'drawn-up', 'out')),
  ADD COLUMN document_at timestamptz,
  ADD COLUMN received_at timestamptz,
  -- Whether it is secret as far as is known now; `secret` is what was thought when it was secured.
  ADD COLUMN secrecy text CHECK (secrecy IN ('none', 'possible', 'confirmed')),
  ADD COLUMN provision text,
  ADD COLUMN outcome text CHECK (outcome IN ('undone')),
  ADD CHECK ((secrecy = 'confirmed') = (provision IS NOT NULL)),
  ADD FOREIGN KEY (municipality, comment) REFERENCES comment (municipality, id);

UPDATE registration r SET comment = t.comment, document_at = c.created_at, received_at = c.arrived_at,
    kind = CASE WHEN c.kind = 'message' THEN 'message' ELSE 'comment' END
  FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
  WHERE t.municipality = r.municipality AND t.id = r.ticket;
UPDATE registration SET secrecy = CASE WHEN secret THEN 'possible' ELSE 'none' END;
ALTER TABLE registration ALTER COLUMN secrecy SET NOT NULL;

-- Entries that are here already take their places as they came, after those that had one.
WITH placed AS (
  SELECT r.municipality, r.id, y.year, coalesce(k.last, 0)
      + row_number() OVER (PARTITION BY r.municipality, y.year ORDER BY r.secured_at, r.id) AS place
    FROM registration r
    CROSS JOIN LATERAL (SELECT extract(year FROM r.secured_at AT TIME ZONE 'Europe/Stockholm')::int AS year) y
    LEFT JOIN register_counter k ON k.municipality = r.municipality AND k.year = y.year
    WHERE r.series_number IS NULL)
UPDATE registration r SET series_year = placed.year, series_number = placed.place FROM placed
  WHERE r.municipality = placed.municipality AND r.id = placed.id;
INSERT INTO register_counter SELECT municipality, series_year, max(series_number) FROM registration GROUP BY 1, 2
  ON CONFLICT (municipality, year) DO UPDATE SET last = excluded.last;
ALTER TABLE registration ALTER COLUMN series_year SET NOT NULL, ALTER COLUMN series_number SET NOT NULL,
  ADD COLUMN reference text GENERATED ALWAYS AS ('SM ' || series_year::text || '-' || series_number::text) STORED;
CREATE UNIQUE INDEX registration_reference ON registration (municipality, reference);
CREATE INDEX registration_secured ON registration (municipality, secured_at);
CREATE INDEX registration_comment ON registration (municipality, comment);

CREATE TABLE registration_protected (
  municipality text NOT NULL,
  registration uuid NOT NULL,
  sender text,
  recipient text,
  subject text,
  salt text NOT NULL,
  PRIMARY KEY (municipality, registration),
  FOREIGN KEY (municipality, registration) REFERENCES registration (municipality, id)
);
INSERT INTO registration_protected
  SELECT r.municipality, r.id, c.author_name, NULL, NULL, md5(random()::text) || md5(random()::text)
  FROM registration r JOIN comment c ON c.municipality = r.municipality AND c.id = r.comment;

-- What has been decided about an entry since, each line for ever: a number that was given wrongly stays to be seen.
CREATE TABLE registration_change (
  municipality text NOT NULL,
  registration uuid NOT NULL,
  seq int NOT NULL,
  at timestamptz NOT NULL,
  by text NOT NULL,
  what text NOT NULL CHECK (what IN ('number', 'secrecy', 'returned', 'outcome')),
  value text NOT NULL,
  PRIMARY KEY (municipality, registration, seq),
  FOREIGN KEY (municipality, registration) REFERENCES registration (municipality, id)
);
INSERT INTO registration_change
  SELECT municipality, id, 1, registered_at, by, 'number', number FROM registration WHERE number IS NOT NULL;
CREATE TRIGGER registration_change_append_only BEFORE UPDATE OR DELETE ON registration_change
  FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- What a request, a police report or somebody's word holds back from disposal (JO 3434-2016), until it is released.
CREATE TABLE hold (
  municipality text NOT NULL,
  id uuid NOT NULL,
  because text NOT NULL CHECK (because IN ('request', 'police', 'other')),
  reference text,
  query jsonb NOT NULL,
  placed_by text NOT NULL,
  placed_at timestamptz NOT NULL,
  -- When it ends by itself, where a person has set that.
  ends_at timestamptz,
  released_by text,
  released_at timestamptz,
  PRIMARY KEY (municipality, id)
);
CREATE TABLE hold_comment (
  municipality text NOT NULL,
  hold uuid NOT NULL,
  comment uuid NOT NULL,
  PRIMARY KEY (municipality, hold, comment),
  FOREIGN KEY (municipality, hold) REFERENCES hold (municipality, id),
  FOREIGN KEY (municipality, comment) REFERENCES comment (municipality, id)
);
CREATE INDEX hold_comment_comment ON hold_comment (municipality, comment);
