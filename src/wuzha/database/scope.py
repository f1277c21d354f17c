"""Who may see what, told to PostgreSQL at the start of each transaction.

The policies read these settings directly (``current_setting('wuzha.area_lo')``); a transaction that forgot
to set them gets an error, never somebody else's rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from wuzha.terms import Interval, Scope

_SET = """
SELECT set_config('wuzha.district', %s, true),
       set_config('wuzha.area_lo', %s, true), set_config('wuzha.area_hi', %s, true),
       set_config('wuzha.unit_lo', %s, true), set_config('wuzha.unit_hi', %s, true),
       set_config('wuzha.own_lo', %s, true), set_config('wuzha.own_hi', %s, true)
"""
_GET = """
SELECT current_setting('wuzha.district'),
       current_setting('wuzha.area_lo'), current_setting('wuzha.area_hi'),
       current_setting('wuzha.unit_lo'), current_setting('wuzha.unit_hi'),
       current_setting('wuzha.own_lo'), current_setting('wuzha.own_hi')
"""


def set_scope(scope: Scope) -> None:
    """Narrow the present transaction to ``scope``. Outside a transaction it would be lost: an error."""
    if not connection.in_atomic_block:
        raise RuntimeError("a scope is set inside a transaction: use scoped()")
    ranges = (scope.areas, scope.units, scope.own)
    values = (scope.district_id, *(end for stretch in ranges for end in (stretch.lo, stretch.hi)))
    with connection.cursor() as cursor:
        cursor.execute(_SET, [str(value) for value in values])


def current_scope() -> Scope:
    """The scope of the present transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_GET)
        district, *ends = (int(value) for value in cursor.fetchone())
    areas, units, own = (Interval(ends[at], ends[at + 1]) for at in (0, 2, 4))
    return Scope(district, areas, units, own)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """A transaction that sees only ``scope``. Commits at the end; an exception rolls everything back."""
    with transaction.atomic():
        set_scope(scope)
        yield
