-- What is found again. Words are read by PostgreSQL's own Swedish stems, which need no extension: pg_trgm is not in every
-- installation. Signs within addresses and numbers part words, and the capitals that a database in the locale C does not
-- know are made small here, so that all databases find the same.
CREATE FUNCTION plain_words(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN translate(lower(normalize($1, NFKC)), 'ÅÄÖÉÈÜÆØ.,;:/\@-–—_+&=?!#%()[]{}<>"''´`’”“|*', 'åäöéèüæø                                   ');
CREATE FUNCTION text_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('swedish', plain_words($1));
CREATE FUNCTION name_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('simple', plain_words($1));
-- A reference as it is compared: KS 2026/0412 and ks 2026-0412 are one.
CREATE FUNCTION comparable_reference(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN btrim(regexp_replace(translate(upper($1), 'åäö', 'ÅÄÖ'), '[^A-Z0-9ÅÄÖ]+', ' ', 'g'));
CREATE INDEX comment_version_words ON comment_version USING gin (text_words(text));
CREATE INDEX comment_author_words ON comment USING gin (name_words(author_name)) WHERE author_name IS NOT NULL AND NOT own;

-- An address may be longer than an index takes.
CREATE INDEX comment_permalink ON comment (municipality, md5(permalink)) WHERE permalink IS NOT NULL;

-- What the same author has written before, where a removal of it was decided.
CREATE INDEX comment_author ON comment (municipality, platform, account, author_id) WHERE author_id IS NOT NULL AND NOT own;
