"""Where a request comes from, in words: address, browser and system."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest

# The first that fits: most browsers claim to be several others as well.
_BROWSERS: Mapping[str, str] = {
    "MicroMessenger": "微信",
    "DingTalk": "钉钉",
    "Edg": "Edge",
    "QQBrowser": "QQ",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Mapping[str, str] = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
LONGEST = 45


def address_of(request: HttpRequest) -> str:
    """The network address of the visitor.

    Behind a proxy (``WUZHA_PROXY=1``) the last entry of ``X-Forwarded-For``: the one that the proxy itself wrote.
    """
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return (forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", "")))[:LONGEST]


def device_of(request: HttpRequest) -> str:
    """Browser and system by what the browser says of itself: ``Edge · Windows``; empty where nothing is known."""
    said = request.headers.get("User-Agent", "")
    found = (next((name for mark, name in table.items() if mark in said), "") for table in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, found))
