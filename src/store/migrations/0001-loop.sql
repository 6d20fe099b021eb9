-- Every key begins with the municipality: no row belongs to two, and no foreign key can cross from one to another.
-- Text of people stands in comment, comment_version, reply and reason alone, each with its own salt; the journal holds
-- HMAC(text, salt), so that erasing text and salt is a disposal that leaves the chain verifiable.

CREATE TABLE journal_head (
  municipality text PRIMARY KEY,
  seq bigint NOT NULL,
  hash text NOT NULL
);

CREATE TABLE journal (
  municipality text NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  ticket uuid,
  by text,
  data jsonb NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (municipality, seq)
);
CREATE INDEX journal_ticket ON journal (municipality, ticket, seq) WHERE ticket IS NOT NULL;

CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

CREATE TABLE event (
  municipality text NOT NULL,
  key text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality, key)
);

CREATE TABLE channel (
  municipality text PRIMARY KEY,
  conversation text NOT NULL UNIQUE,
  service_url text NOT NULL,
  tenant text NOT NULL,
  bound_by text NOT NULL,
  bound_at timestamptz NOT NULL
);

CREATE TABLE account (
  municipality text NOT NULL,
  platform text NOT NULL,
  account text NOT NULL,
  name text NOT NULL,
  trial boolean NOT NULL DEFAULT true,
  paused_until timestamptz,
  last_contact_at timestamptz,
  PRIMARY KEY (municipality, platform, account)
);

CREATE TABLE person (
  municipality text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (municipality, id)
);

CREATE TABLE delivery (
  municipality text NOT NULL,
  id uuid NOT NULL,
  source text NOT NULL,
  received_at timestamptz NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (municipality, id)
);

CREATE TABLE comment (
  municipality text NOT NULL,
  id uuid NOT NULL,
  platform text NOT NULL,
  account text NOT NULL,
  external_id text NOT NULL,
  post_id text,
  parent_id text,
  author_id text,
  author_name text,
  permalink text,
  created_at timestamptz NOT NULL,
  arrived_at timestamptz NOT NULL,
  own boolean NOT NULL,
  visibility text NOT NULL DEFAULT 'visible' CHECK (visibility IN ('visible', 'hidden', 'gone')),
  version int NOT NULL,
  PRIMARY KEY (municipality, id),
  UNIQUE (municipality, platform, account, external_id)
);

CREATE TABLE comment_version (
  municipality text NOT NULL,
  comment uuid NOT NULL,
  number int NOT NULL,
  text text,
  salt text,
  text_hmac text NOT NULL,
  attachments jsonb NOT NULL,
  written_at timestamptz NOT NULL,
  stored_at timestamptz NOT NULL,
  delivery uuid NOT NULL,
  screened_at timestamptz,
  PRIMARY KEY (municipality, comment, number),
  FOREIGN KEY (municipality, comment) REFERENCES comment (municipality, id),
  FOREIGN KEY (municipality, delivery) REFERENCES delivery (municipality, id)
);
CREATE INDEX comment_version_unscreened ON comment_version (stored_at, comment) WHERE screened_at IS NULL;

CREATE TABLE attachment (
  municipality text NOT NULL,
  comment uuid NOT NULL,
  number int NOT NULL,
  position int NOT NULL,
  content_type text NOT NULL,
  sha256 text NOT NULL,
  bytes bytea NOT NULL,
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (municipality, comment, number, position),
  FOREIGN KEY (municipality, comment, number) REFERENCES comment_version (municipality, comment, number)
);

CREATE TABLE platform_change (
  municipality text NOT NULL,
  key text NOT NULL,
  platform text NOT NULL,
  account text NOT NULL,
  external_id text NOT NULL,
  change text NOT NULL,
  at timestamptz NOT NULL,
  handled_at timestamptz,
  PRIMARY KEY (municipality, key)
);
CREATE INDEX platform_change_waiting ON platform_change (at) WHERE handled_at IS NULL;

CREATE TABLE ticket (
  municipality text NOT NULL,
  id uuid NOT NULL,
  comment uuid NOT NULL,
  version int NOT NULL,
  state text NOT NULL,
  due_at timestamptz NOT NULL,
  closed_at timestamptz,
  body jsonb NOT NULL,
  PRIMARY KEY (municipality, id),
  UNIQUE (municipality, comment),
  FOREIGN KEY (municipality, comment) REFERENCES comment (municipality, id)
);

CREATE TABLE reason (
  municipality text NOT NULL,
  id uuid NOT NULL,
  ticket uuid NOT NULL,
  verb text NOT NULL,
  rule text NOT NULL,
  quote text NOT NULL,
  policy text NOT NULL,
  text text,
  salt text,
  by text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality, id),
  FOREIGN KEY (municipality, ticket) REFERENCES ticket (municipality, id)
);

-- A reason is never changed; a lawful disposal may empty text and salt together, and nothing else.
CREATE FUNCTION reason_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.text IS NULL AND NEW.salt IS NULL
     AND to_jsonb(NEW) - 'text' - 'salt' = to_jsonb(OLD) - 'text' - 'salt' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a reason is fixed when it is given: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER reason_fixed BEFORE UPDATE OR DELETE ON reason FOR EACH ROW EXECUTE FUNCTION reason_is_fixed();

CREATE TABLE reply (
  municipality text NOT NULL,
  id uuid NOT NULL,
  ticket uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('reply', 'draft')),
  text text,
  salt text,
  by text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality, id),
  FOREIGN KEY (municipality, ticket) REFERENCES ticket (municipality, id)
);

CREATE TABLE registration (
  municipality text NOT NULL,
  id uuid NOT NULL,
  ticket uuid NOT NULL,
  state text NOT NULL CHECK ((state = 'registered') = (number IS NOT NULL)),
  number text,
  series_year int,
  series_number int,
  subject text NOT NULL,
  ground text,
  secret boolean NOT NULL,
  secured_at timestamptz NOT NULL,
  registered_at timestamptz,
  by text NOT NULL,
  PRIMARY KEY (municipality, id),
  UNIQUE (municipality, series_year, series_number),
  FOREIGN KEY (municipality, ticket) REFERENCES ticket (municipality, id)
);
CREATE INDEX registration_ticket ON registration (municipality, ticket);

CREATE TABLE register_counter (
  municipality text NOT NULL,
  year int NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (municipality, year)
);

CREATE TABLE breach (
  municipality text NOT NULL,
  decision uuid NOT NULL,
  ticket uuid NOT NULL,
  platform text NOT NULL,
  account text NOT NULL,
  author_id text NOT NULL,
  rule text NOT NULL,
  at timestamptz NOT NULL,
  voided_at timestamptz,
  PRIMARY KEY (municipality, decision),
  FOREIGN KEY (municipality, ticket) REFERENCES ticket (municipality, id)
);
CREATE INDEX breach_author ON breach (municipality, platform, account, author_id) WHERE voided_at IS NULL;

-- What is taken from the public must point at the stored version that was judged (invariant 1).
CREATE TABLE effect (
  municipality text NOT NULL,
  id uuid NOT NULL,
  ticket uuid NOT NULL,
  comment uuid NOT NULL,
  seq int NOT NULL,
  lane text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  due_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  lease_until timestamptz,
  params jsonb NOT NULL,
  comment_version int,
  result jsonb,
  error text,
  PRIMARY KEY (municipality, id),
  UNIQUE (municipality, ticket, seq),
  FOREIGN KEY (municipality, ticket) REFERENCES ticket (municipality, id),
  FOREIGN KEY (municipality, comment, comment_version) REFERENCES comment_version (municipality, comment, number),
  CHECK (kind NOT IN ('hide-comment', 'delete-comment', 'block-author') OR comment_version IS NOT NULL)
);
CREATE INDEX effect_pending ON effect (due_at) WHERE state = 'pending';
CREATE INDEX effect_started ON effect (lease_until) WHERE state = 'started';

CREATE TABLE card (
  municipality text NOT NULL,
  ticket uuid NOT NULL,
  audience text NOT NULL,
  conversation text,
  service_url text,
  tenant text,
  message_id text,
  wanted int NOT NULL,
  shown int NOT NULL DEFAULT 0,
  force_at timestamptz,
  not_before timestamptz,
  lease_until timestamptz,
  attempts int NOT NULL DEFAULT 0,
  error text,
  PRIMARY KEY (municipality, ticket, audience),
  FOREIGN KEY (municipality, ticket) REFERENCES ticket (municipality, id)
);
CREATE INDEX card_message ON card (municipality, conversation, message_id);
CREATE INDEX card_behind ON card (ticket) WHERE error IS NULL AND (shown < wanted OR force_at IS NOT NULL);
