-- The language that a person has chosen for what the bot tells them alone; until then the accounts file's or the municipality's.
ALTER TABLE person ADD COLUMN language text CHECK (language IN ('sv', 'en'));
