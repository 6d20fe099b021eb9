-- What is given out is read in the order in which it came, whole: decisions and replies of each comment's ticket with it.
CREATE INDEX comment_recorded ON comment (municipality, arrived_at, id);
CREATE INDEX reason_ticket ON reason (municipality, ticket);
CREATE INDEX reply_ticket ON reply (municipality, ticket);

-- A request to be given public documents. It is known by its entry in the register and by no name: nobody is asked who they
-- are or why (TF 2 kap. 18 §). `address`: of the delivery that was chosen alone, and gone once the request is closed.
CREATE TABLE request (
  municipality text NOT NULL,
  id uuid NOT NULL,
  registration uuid NOT NULL,
  reference text NOT NULL,
  -- The comment or message that it came in.
  comment uuid,
  state text NOT NULL
    CHECK (state IN ('received', 'selected', 'reviewed', 'second-looked', 'built', 'handed-over', 'closed')),
  delivery text NOT NULL CHECK (delivery IN ('on-the-spot', 'paper', 'file')),
  address text,
  received_at timestamptz NOT NULL,
  query jsonb,
  hold uuid,
  -- Are those who decided named (förvaltningslagen 33 § 4 st.)?
  names boolean NOT NULL DEFAULT true,
  selected_at timestamptz,
  looked_at_by text,
  package jsonb,
  -- The entry of the decision to refuse, in whole or in part.
  refusal text,
  hold_until timestamptz,
  closed_at timestamptz,
  PRIMARY KEY (municipality, id),
  UNIQUE (municipality, reference),
  FOREIGN KEY (municipality, registration) REFERENCES registration (municipality, id),
  FOREIGN KEY (municipality, comment) REFERENCES comment (municipality, id),
  FOREIGN KEY (municipality, hold) REFERENCES hold (municipality, id),
  CHECK (state <> 'closed' OR address IS NULL),
  CHECK (state = 'received' OR (query IS NOT NULL AND hold IS NOT NULL AND selected_at IS NOT NULL))
);

-- What was selected when the hold was placed. `context`: what a selected comment answers, from outside the selection.
CREATE TABLE request_item (
  municipality text NOT NULL,
  request uuid NOT NULL,
  comment uuid NOT NULL,
  context boolean NOT NULL,
  PRIMARY KEY (municipality, request, comment),
  FOREIGN KEY (municipality, request) REFERENCES request (municipality, id),
  FOREIGN KEY (municipality, comment) REFERENCES comment (municipality, id)
);

-- What was decided of an item, the last word of each; every one before it is in the journal. No text stands here: masks are places.
CREATE TABLE request_review (
  municipality text NOT NULL,
  request uuid NOT NULL,
  comment uuid NOT NULL,
  version int NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('given', 'masked', 'withheld')),
  provision text,
  masks jsonb NOT NULL DEFAULT '[]',
  by text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality, request, comment, version),
  FOREIGN KEY (municipality, request, comment) REFERENCES request_item (municipality, request, comment),
  CHECK ((outcome = 'given') = (provision IS NULL)),
  CHECK ((outcome = 'masked') = (masks <> '[]'))
);
