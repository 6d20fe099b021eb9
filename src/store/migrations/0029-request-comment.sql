-- A request that came in a comment is registered once, whoever does it.
CREATE UNIQUE INDEX request_comment ON request (municipality, comment);
