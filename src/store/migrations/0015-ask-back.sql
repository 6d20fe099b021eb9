-- What a platform told of without saying when it was written is asked of it: when next, until it has answered. `retimed`:
-- the platform has named another time than was assumed, and the ticket's deadline is still to be computed from it.
ALTER TABLE comment ADD COLUMN ask_at timestamptz, ADD COLUMN retimed boolean NOT NULL DEFAULT false;
CREATE INDEX comment_ask ON comment (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX comment_retimed ON comment (municipality, id) WHERE retimed;
