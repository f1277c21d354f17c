-- The account behind a key, and its scope set for the rest of the transaction: one trip to the server.
-- What follows is prepared and short: to plan it anew for its parameters would take longer than to run it.
SELECT
    u.id, u.username, u.name, u.district_id, u.unit_id, u.role, u.language,
    u.area_lo, u.area_hi, u.unit_lo, u.unit_hi, u.own_lo, u.own_hi,
    set_config('wuzha.district', u.district_id::text, true),
    set_config('wuzha.area_lo', u.area_lo::text, true), set_config('wuzha.area_hi', u.area_hi::text, true),
    set_config('wuzha.unit_lo', u.unit_lo::text, true), set_config('wuzha.unit_hi', u.unit_hi::text, true),
    set_config('wuzha.own_lo', u.own_lo::text, true), set_config('wuzha.own_hi', u.own_hi::text, true),
    set_config('plan_cache_mode', 'force_generic_plan', true)
FROM web_api_key AS k
JOIN web_user AS u ON u.id = k.user_id
WHERE k.digest = %(digest)s AND k.revoked_at IS NULL AND u.is_active
