-- A municipality may have several channels: its main one, named '', and one for each department that its accounts file
-- names. `account.channel` is that file's word. A card keeps the name of the channel that it belongs in, and stands in
-- the main one while no channel of that name is bound.
ALTER TABLE channel ADD COLUMN name text NOT NULL DEFAULT '', DROP CONSTRAINT channel_pkey, ADD PRIMARY KEY (municipality, name);
ALTER TABLE account ADD COLUMN channel text NOT NULL DEFAULT '';
ALTER TABLE card ADD COLUMN channel text NOT NULL DEFAULT '';
