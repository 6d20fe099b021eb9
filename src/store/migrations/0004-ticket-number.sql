-- A short number by which staff tell one card from another: the municipality's own series, given when the ticket is
-- opened and never again. It is no diary number. Tickets that are here already are numbered as they came: an id begins
-- with the time at which it was made.
ALTER TABLE ticket ADD COLUMN number int;
UPDATE ticket SET number = numbered.number FROM (
  SELECT municipality, id, row_number() OVER (PARTITION BY municipality ORDER BY id) AS number FROM ticket) numbered
WHERE ticket.municipality = numbered.municipality AND ticket.id = numbered.id;
ALTER TABLE ticket ALTER COLUMN number SET NOT NULL, ADD UNIQUE (municipality, number);

CREATE TABLE ticket_counter (
  municipality text PRIMARY KEY,
  last int NOT NULL
);
INSERT INTO ticket_counter SELECT municipality, max(number) FROM ticket GROUP BY municipality;
