-- Up Migration

-- The picture of a person: what it is shown by, and which upload decided on it last, so that an older one that is heard of
-- later changes nothing.
ALTER TABLE accounts ADD COLUMN avatar_media_id uuid;
ALTER TABLE accounts ADD COLUMN avatar_upload_id uuid;
