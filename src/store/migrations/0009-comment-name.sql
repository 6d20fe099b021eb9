-- What names a comment on its platform: Facebook spells an id with its post before it and without, and what follows the
-- last _ counts (fifteen digits or more). Elsewhere a _ is a letter like any other.
CREATE FUNCTION comment_name(platform text, external_id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN platform = 'facebook' AND external_id ~ '(^|_)[0-9]{10,}$'
    THEN regexp_replace(external_id, '^.*_', '') ELSE external_id END;
CREATE INDEX comment_named ON comment (municipality, platform, account, (comment_name(platform, external_id)));
