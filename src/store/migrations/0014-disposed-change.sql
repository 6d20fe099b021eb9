-- What a platform tells of a comment may repeat its text and its author's name: a hiding does, and so does a list in which
-- the comment stands hidden. That fragment goes when a text of the comment is erased; what was told, and when, stays.
CREATE FUNCTION dispose_of_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE platform_change p SET raw = NULL FROM comment c
    WHERE c.municipality = NEW.municipality AND c.id = NEW.comment
      AND p.municipality = c.municipality AND p.platform = c.platform AND p.account = c.account
      AND comment_name(p.platform, p.external_id) = comment_name(c.platform, c.external_id);
  RETURN NULL;
END $$;
CREATE TRIGGER comment_version_erased AFTER UPDATE OF text ON comment_version FOR EACH ROW
  WHEN (OLD.text IS NOT NULL AND NEW.text IS NULL) EXECUTE FUNCTION dispose_of_changes();
