"""What the database itself guarantees, whatever the code above does."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.utils import DataError, ProgrammingError

from support.facts import whole
from wuzha.database import set_scope
from wuzha.database.scope import current_scope
from wuzha.terms import Interval, Scope
from wuzha.web.access import whole_district

pytestmark = pytest.mark.django_db

OPEN_TO_LOGIN = {"web_user"}
"""Accounts are looked up before anybody's scope is known."""


def rows(text: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return [tuple(row) for row in cursor.fetchall()]


def test_every_table_of_a_district_has_its_rows_guarded() -> None:
    unguarded = rows(
        """
        SELECT c.relname FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'district_id' AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
            AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polname = 'scope'))
        """
    )
    assert {name for (name,) in unguarded} == OPEN_TO_LOGIN


def test_the_application_owns_nothing_and_cannot_change_a_fact() -> None:
    assert rows("SELECT current_user") == [("wuzha_web",)]
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = 'wuzha_web'::regrole") == [(0,)]
    forbidden = rows(
        """
        SELECT c.relname, r.verb FROM pg_class AS c, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS r(verb)
        WHERE c.relname IN ('ledger_fact', 'ledger_seal', 'ledger_audit', 'reports_snapshot')
            AND has_table_privilege('wuzha_web', c.oid, r.verb)
        """
    )
    assert forbidden == []


@pytest.mark.parametrize("table", ["ledger_fact", "registry_household", "duties_duty", "oversight_coverage_leaf"])
def test_who_forgot_to_say_the_scope_gets_an_error_and_no_rows(table: str) -> None:
    with pytest.raises((ProgrammingError, DataError)), transaction.atomic():
        rows(f"SELECT count(*) FROM {table}")


def test_a_scope_does_not_outlive_its_transaction() -> None:
    with whole():
        assert rows("SELECT current_setting('wuzha.district')") == [("1",)]
    with pytest.raises(RuntimeError, match="inside a transaction"):
        with_no_transaction()


def with_no_transaction() -> None:
    """The tests themselves run in a transaction: pretend that there is none."""
    connection.in_atomic_block, before = False, connection.in_atomic_block
    try:
        set_scope(Scope.whole(1))
    finally:
        connection.in_atomic_block = before


@pytest.mark.parametrize("fails", ["SELECT 1/0", None], ids=["in the database", "in Python"])
def test_a_widened_scope_narrows_again_whatever_fails_inside(fails: str | None) -> None:
    narrow = Scope(7, Interval(1, 2), Interval(3, 4), Interval(5, 6))
    with transaction.atomic():
        set_scope(narrow)
        with suppress(DataError, LookupError), whole_district():
            assert current_scope() == Scope.whole(7)
            if fails is None:
                raise LookupError
            with transaction.atomic():
                rows(fails)
        assert current_scope() == narrow
