-- What is given out is read in the order in which it came, whole: decisions and replies of each comment's ticket with it.
CREATE INDEX comment_recorded ON comment (municipality, arrived_at, id);
CREATE INDEX reason_ticket ON reason (municipality, ticket);
CREATE INDEX reply_ticket ON reply (municipality, ticket);
