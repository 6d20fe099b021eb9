-- What is written to the author of a removed comment alone is kept beside what is answered in public.
ALTER TABLE reply DROP CONSTRAINT reply_kind_check;
ALTER TABLE reply ADD CONSTRAINT reply_kind_check CHECK (kind IN ('reply', 'notice', 'draft'));
-- The platform tells of it like of any other message: it must not count as an answer to what the same person asks.
CREATE INDEX reply_notice ON reply (municipality, md5(text)) WHERE kind = 'notice';
