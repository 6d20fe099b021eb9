-- A storm: many comments on one post at once. Their cards are held, and one card stands for all of them: a row of its own
-- (audience 'storm') at the first of the tickets. `gathers`: the ticket may be part of one. `storm`: the ticket at whose row the
-- card stands that stands for this one; a card that was posted before that is kept up to date as ever.
ALTER TABLE card ADD COLUMN gathers boolean NOT NULL DEFAULT false, ADD COLUMN storm uuid;
CREATE INDEX card_storm ON card (municipality, storm) WHERE storm IS NOT NULL;
CREATE INDEX card_gathers ON card (municipality, ticket) WHERE gathers AND storm IS NULL;
