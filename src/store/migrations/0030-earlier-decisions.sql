-- Removals that were decided or proposed under a rule, the latest first: like cases are to be treated alike.
CREATE INDEX reason_removal_rule ON reason (municipality, rule, at DESC, id DESC) WHERE verb = 'remove';
