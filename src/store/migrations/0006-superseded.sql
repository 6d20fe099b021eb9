-- A card's former message: it shows a state that nobody keeps up to date, with text that no closing would empty. One
-- place notes it, whatever moved the card (another channel, a new installation, a press on an older message).
CREATE TABLE superseded_message (
  municipality text NOT NULL,
  conversation text NOT NULL,
  message_id text NOT NULL,
  ticket uuid NOT NULL,
  service_url text NOT NULL,
  tenant text NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  not_before timestamptz,
  lease_until timestamptz,
  PRIMARY KEY (municipality, conversation, message_id),
  FOREIGN KEY (municipality, ticket) REFERENCES ticket (municipality, id)
);

CREATE FUNCTION note_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO superseded_message (municipality, conversation, message_id, ticket, service_url, tenant)
    VALUES (OLD.municipality, OLD.conversation, OLD.message_id, OLD.ticket, OLD.service_url, OLD.tenant)
    ON CONFLICT DO NOTHING;
  -- A message that is pressed becomes the card once more.
  DELETE FROM superseded_message s
    WHERE s.municipality = NEW.municipality AND s.conversation = NEW.conversation AND s.message_id = NEW.message_id;
  RETURN NULL;
END $$;
CREATE TRIGGER card_superseded AFTER UPDATE OF message_id, conversation ON card FOR EACH ROW
  WHEN (OLD.message_id IS NOT NULL AND OLD.conversation IS NOT NULL AND OLD.service_url IS NOT NULL AND OLD.tenant IS NOT NULL
    AND (OLD.message_id IS DISTINCT FROM NEW.message_id OR OLD.conversation IS DISTINCT FROM NEW.conversation))
  EXECUTE FUNCTION note_superseded();
