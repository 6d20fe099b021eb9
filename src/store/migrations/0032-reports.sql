-- Closed tickets whose reports have not heard of it, and the tickets that a private message reports.
CREATE INDEX ticket_untold ON ticket (id) WHERE state = 'closed' AND body -> 'reports' @> '[{"told": false}]';
CREATE INDEX ticket_reports ON ticket USING gin ((body -> 'reports') jsonb_path_ops) WHERE body -> 'reports' <> '[]';
