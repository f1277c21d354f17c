-- One attempt counted, before it is known how it ends: the number so far, and since when it stands there.
-- What is over begins anew; what is locked is not locked for longer by further attempts.
INSERT INTO web_attempts AS a (digest, count, last_at)
VALUES (%(digest)s, 1, %(now)s)
ON CONFLICT (digest) DO UPDATE SET
    count = CASE WHEN a.last_at <= %(over)s THEN 1 ELSE a.count + 1 END,
    last_at = CASE WHEN a.last_at > %(over)s AND a.count >= %(most)s THEN a.last_at ELSE excluded.last_at END
RETURNING a.count, a.last_at
