"""Every list as a feed: the address of its page with ``.csv`` in place of the last stroke, filters and order as there.

Whoever is logged in opens it as the page; Excel and other programs come with a key, as ``Bearer`` or as the password of
``Basic``. Rows leave as they are read, out of one snapshot: a feed is as long as the list is and costs no memory.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from functools import partial, wraps
from typing import Any
from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import get_language, override

from wuzha.database import set_scope
from wuzha.problems import Problem
from wuzha.reports.core.table_book import BookColumn, csv_lines
from wuzha.terms import Role, Scope
from wuzha.web import clock, keys
from wuzha.web.access import View, user_of
from wuzha.web.api import problems
from wuzha.web.api.errors import RefusedError, answer
from wuzha.web.api.rates import admit_address, admit_key
from wuzha.web.lists import Column, Listing, as_cell, as_data
from wuzha.web.models import User
from wuzha.web.sources import Source

FEEDS: Mapping[str, str] = {
    "registry": "areas",
    "registry_units": "units",
    "registry_people": "people",
    "registry_households": "households",
    "registry_places": "places",
    "contacts": "contacts",
    "gaps": "gaps",
    "doubles": "doubles",
    "import": "imports",
    "imported": "imports",
    "denominators_waiting": "imports",
    "plans": "plans",
    "plan_duties": "plans",
    "duty_list": "duties",
    "my_duty_list": "duties",
    "buildings": "households",
    "doors": "households",
    "record_places": "places",
    "ledger": "ledger",
    "coverage": "coverage",
    "households": "coverage",
    "reports": "reports",
    "report_check_rows": "reports",
    "figure": "reports",
    "template_fields": "reports",
    "sheet_check": "imports",
    "notices": "notices",
    "settings": "accounts",
    "sessions": "accounts",
    "audit": "audit",
    "proofs": "audit",
    "all_keys": "keys",
    "own_keys": "keys",
}
"""By the name of its page: the list of ``keys.LISTS`` that a key must reach."""
REALM = 'basic realm="wuzha", charset="utf-8"'


def with_feeds(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The addresses, and before them those of the feeds of the lists among them."""
    found = [one for one in patterns if isinstance(one, URLPattern) and one.name in FEEDS]
    return [*(_feed(one) for one in found), *patterns]


def _feed(page: URLPattern) -> URLPattern:
    name = str(page.name)
    return path(f"{str(page.pattern).rstrip('/')}.csv", feed(page.callback, FEEDS[name]), name=f"{name}_csv")


def lists_of(role: Role, patterns: list[Any]) -> list[str]:
    """The lists that a role has a page for, in the order of ``keys.LISTS``."""
    pages = [one for one in patterns if isinstance(one, URLPattern) and one.name in FEEDS]
    found = {FEEDS[str(one.name)] for one in pages if role in vars(one.callback)["allowed_roles"]}
    return [name for name in keys.LISTS if name in found]


def feed(view: View, what: str) -> View:
    """A page's view as the feed of its list, for keys that reach it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.answer_list = partial(_streamed, request)  # type: ignore[attr-defined]  # asked by Listing.respond
        shown = partial(_shown, view, request, *args, **kwargs)
        if "Authorization" in request.headers:
            return _by_key(request, what, shown)
        if isinstance(request.user, User):
            return shown()
        if "text/html" in request.headers.get("Accept", ""):
            return redirect_to_login(request.get_full_path())
        return answer(401, [Problem(problems.NO_KEY)], {"WWW-Authenticate": REALM})

    return answered


def _shown(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if Role(user_of(request).role) not in vars(view)["allowed_roles"]:
        raise PermissionDenied
    if request.method not in ("GET", "HEAD"):
        values = {"method": request.method, "allowed": "GET, HEAD"}
        return answer(405, [Problem(problems.WRONG_METHOD, values=values)], {"Allow": "GET, HEAD"})
    return view(request, *args, **kwargs)


def _by_key(request: HttpRequest, what: str, shown: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The same as with a session, or a coded problem."""
    try:
        admit_address(request)
        with transaction.atomic():
            entry = keys.enter(_token(request), clock.now())
            if entry is None:
                return answer(401, [Problem(problems.NO_KEY)], {"WWW-Authenticate": REALM})
            admit_key(entry.key_id)
            if not entry.reaches(what):
                raise RefusedError(403, Problem(problems.NARROW_KEY, values={"what": what}))
            request.user, request.hat = entry.user, None  # type: ignore[attr-defined]  # whatever a session wears
            return shown()
    except RefusedError as refused:
        return answer(refused.status, [refused.problem], refused.headers)
    except PermissionDenied:
        return answer(403, [Problem(problems.NOT_YOURS)])
    except Http404:
        return answer(404, [Problem(problems.NOT_FOUND)])


def _token(request: HttpRequest) -> str:
    """The key of a request: what stands behind ``Bearer``, or the password of ``Basic``, whatever the name."""
    kind, _, said = request.headers["Authorization"].partition(" ")
    if kind.lower() != "basic":
        return said.strip()
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _streamed(request: HttpRequest, listing: Listing[Any], source: Source[Any]) -> StreamingHttpResponse:
    rows = listing.rows(request.GET, source)
    lines = _lines(listing, rows, request.GET)
    apart = _apart(lines, user_of(request).scope, get_language() or "")
    name = f"{listing.title}-{clock.now():%Y%m%d-%H%M}.csv"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return StreamingHttpResponse(apart, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(listing: Listing[Any], rows: Iterator[Any], query: QueryDict) -> Iterator[bytes]:
    """``bom=0`` leaves out the byte order mark that Excel needs; ``names=stable`` heads columns and says values with
    the names that programs know them by, the same in every language.
    """
    stable = query.get("names") == "stable"
    write = as_data if stable else as_cell

    def head(column: Column[Any]) -> str:
        return column.key if stable else str(column.label)

    columns = [BookColumn(head(column)) for column in listing.columns]
    cells = ([write(column.of(row)) for column in listing.columns] for row in rows)
    return csv_lines(columns, cells, bom=query.get("bom") != "0")


def _apart(lines: Iterator[bytes], scope: Scope, language: str) -> Iterator[bytes]:
    """Lines in a transaction of their own: that of the request is over when they are written."""
    own = connections[DEFAULT_DB_ALIAS]
    outermost = not own.in_atomic_block  # only a test that keeps nothing has one around
    with override(language), transaction.atomic():
        if outermost:
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        set_scope(scope)
        yield from lines
