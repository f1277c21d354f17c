"""Every error of the API as ``application/problem+json`` (RFC 9457), with the codes of the catalogue."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wuzha.problems import Kind, Problem, WuzhaError
from wuzha.web.api import problems

MEDIA_TYPE = "application/problem+json"
AWAY_STATUS = 503
_log = logging.getLogger(__name__)


class RefusedError(Exception):
    """A request that is answered with this status and problem."""

    def __init__(self, status: int, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.code)
        self.status = status
        self.problem = problem
        self.headers = headers


def as_json(problem: Problem) -> dict[str, str]:
    """A problem in the language of the request: code, place, message, remedy."""
    return {
        "code": problem.code,
        "place": problem.place,
        "message": problem.message(_),
        "remedy": problem.remedy(_),
    }


def answer(status: int, found: Sequence[Problem], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer to a request that could not be served: ``code`` and ``title`` of the first problem, then all."""
    first = as_json(found[0])
    body = {
        "type": "about:blank",
        "status": status,
        "code": first["code"],
        "title": first["message"],
        "detail": first["remedy"],
        "problems": [as_json(problem) for problem in found],
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def install(api: NinjaAPI) -> None:
    """Let every failure of ``api`` leave as a coded problem."""
    api.add_exception_handler(AuthenticationError, _no_key)
    api.add_exception_handler(ValidationError, _bad_parameters)
    api.add_exception_handler(RefusedError, _refused)
    api.add_exception_handler(WuzhaError, _coded)
    api.add_exception_handler(OperationalError, away)
    api.add_exception_handler(InterfaceError, away)
    api.add_exception_handler(Exception, _failed)
    for error, status, kind in (
        (HttpError, 400, problems.NOT_JSON),
        (Http404, 404, problems.NOT_FOUND),
        (PermissionDenied, 403, problems.NOT_YOURS),
        (RequestDataTooBig, 413, problems.TOO_LARGE),
    ):
        api.add_exception_handler(error, _always(status, kind))


def _always(status: int, kind: Kind) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(status, [Problem(kind, values={"reason": str(error)})])

    return handle


def _no_key(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(401, [Problem(problems.NO_KEY)], {"WWW-Authenticate": "Bearer"})


def _bad_parameters(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(422, [_parameter(one) for one in error.errors])


def _parameter(found: Mapping[str, Any]) -> Problem:
    name = str(found["loc"][-1])
    return Problem(problems.BAD_PARAMETER, name, {"field": name, "reason": found["msg"]})


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(error.status, [error.problem], error.headers)


def _coded(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(422, error.problems)


def away(request: HttpRequest, error: Any) -> HttpResponse:
    """The answer while there is no database: nothing was recorded, and the sender may try again."""
    _log.warning("the database does not answer: %s", error)
    return answer(AWAY_STATUS, [Problem(problems.AWAY)], {"Retry-After": "3"})


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    _log.error("an API request failed", exc_info=error)
    return answer(500, [Problem(problems.FAILED)])
