-- The person with whom a private message is exchanged, by the id that the platform gives them towards the account; what
-- the account itself writes has it too. `made_by`: the effect of ours that the platform names as what made it.
ALTER TABLE comment ADD COLUMN conversation text, ADD COLUMN made_by text,
  ADD COLUMN inbox_only text CHECK (inbox_only IN ('unsupported', 'standby')),
  ADD CHECK (conversation IS NULL OR kind = 'message');
UPDATE comment SET conversation = author_id WHERE kind = 'message' AND NOT own;
CREATE INDEX comment_conversation ON comment (municipality, platform, account, conversation, created_at)
  WHERE kind = 'message';
