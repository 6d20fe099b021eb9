-- What a platform tells of a comment may come before the comment: it waits for it. `seq` orders what was told of in the
-- same second.
ALTER TABLE platform_change ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY, ADD COLUMN received_at timestamptz;
UPDATE platform_change SET received_at = at;
ALTER TABLE platform_change ALTER COLUMN received_at SET NOT NULL;
CREATE INDEX platform_change_of ON platform_change (municipality, platform, account, external_id);
CREATE INDEX platform_change_post ON platform_change (municipality, platform, account)
  WHERE change = 'post-removed' AND handled_at IS NULL;

-- Facebook spells the id of a post with its page before it and without: what follows the last _ names it.
CREATE INDEX comment_post ON comment (municipality, platform, account, (regexp_replace(post_id, '^.*_', '')));
