"""What every answer tells the browser about what it may do with a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Nothing from elsewhere, nothing written into a page. Charts set the style of what they draw by attributes.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


TEXTS = ("text/", "application/json")


class CompressMiddleware(GZipMiddleware):
    """Pages and lists travel compressed, to a tenth; files that are compressed already are left alone.

    Random bytes keep the length from telling what a page holds (Django's answer to BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        return super().process_response(request, response) if kind.startswith(TEXTS) else response


class HeadersMiddleware:
    """Content-Security-Policy on every answer, and cookies that travel over TLS alone where TLS is spoken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response
