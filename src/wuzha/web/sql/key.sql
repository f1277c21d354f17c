-- The account behind a valid key, and its scope set for the rest of the transaction: one trip to the server. A key may
-- have less ground than its account, never more.
-- What follows is prepared and short: to plan it anew for its parameters would take longer than to run it.
SELECT
    k.id AS key_id, k.reach, k.last_used_at, k.area_id IS NOT NULL AS narrowed,
    u.id, u.username, u.name, u.district_id, u.unit_id, u.role, u.language,
    greatest(u.area_lo, k.area_lo) AS area_lo, least(u.area_hi, k.area_hi) AS area_hi,
    u.unit_lo, u.unit_hi, u.own_lo, u.own_hi,
    set_config('wuzha.district', u.district_id::text, true),
    set_config('wuzha.area_lo', greatest(u.area_lo, k.area_lo)::text, true),
    set_config('wuzha.area_hi', least(u.area_hi, k.area_hi)::text, true),
    set_config('wuzha.unit_lo', u.unit_lo::text, true), set_config('wuzha.unit_hi', u.unit_hi::text, true),
    set_config('wuzha.own_lo', u.own_lo::text, true), set_config('wuzha.own_hi', u.own_hi::text, true),
    set_config('plan_cache_mode', 'force_generic_plan', true)
FROM web_api_key AS k
JOIN web_user AS u ON u.id = k.user_id
WHERE k.digest = %(digest)s AND k.revoked_at IS NULL AND u.is_active
    AND (k.expires_at IS NULL OR k.expires_at > %(now)s)
