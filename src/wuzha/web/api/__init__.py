"""Record work and read what became of it.

Every answer stays within the scope of the account whose key or session calls.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router

from wuzha.web.api import errors, reads, work
from wuzha.web.api.admission import Key, Session, committed, only_problems

__all__ = ["api", "urls"]

api = NinjaAPI(
    title="wuzha",
    version="1",
    description=__doc__,
    auth=[Key(), Session()],
    docs_url=None,
    urls_namespace="api",
)
api.add_decorator(committed, mode="view")
errors.install(api)
lost = Router()


@lost.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", auth=None, include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever has no address."""
    raise Http404


api.add_router("/work", work.router)
api.add_router("", reads.router)
api.add_router("", lost)  # last: it takes every address that is left


def _addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = only_problems(pattern.callback)
    return patterns, app, namespace


urls = _addresses()
