-- Up Migration

-- Where a list of a squad's people goes on is told by an id that says of nobody who they are: also those who blocked the viewer,
-- and are shown to them as nobody, have a place in it.
ALTER TABLE squad_members ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE squad_invitations ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
DROP INDEX squad_members_in_order;
CREATE INDEX squad_members_in_order ON squad_members (squad_id, joined_at, id);
