-- Note that a key was used. Whoever finds another request at it does not wait: that one notes as much.
UPDATE web_api_key SET last_used_at = %(now)s
WHERE id = (SELECT k.id FROM web_api_key AS k WHERE k.id = %(id)s FOR UPDATE SKIP LOCKED)
