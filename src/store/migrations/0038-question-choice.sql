-- What somebody said that they meant with a question that was understood in several ways: kept for a season, for people to read and
-- add to what is learned from. Never a question that may hold what is secret or personal, and not who asked.
CREATE TABLE question_choice (
  municipality text NOT NULL,
  question text NOT NULL,
  rule text NOT NULL,
  chosen_at timestamptz NOT NULL,
  PRIMARY KEY (municipality, question, rule)
);
