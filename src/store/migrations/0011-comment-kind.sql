ALTER TABLE comment ADD COLUMN kind text NOT NULL DEFAULT 'comment'
  CHECK (kind IN ('comment', 'post', 'mention', 'message'));
