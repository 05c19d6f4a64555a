-- Up Migration

-- Mails are looked for in the order in which they are sent: first tries before others, each by when they are due.
DROP INDEX mails_due;
CREATE INDEX mails_due ON mails ((tries > 0), due_at);
