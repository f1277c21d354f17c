"""The checksums of a locked report on its page, and whether its files come out the same when they are made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from wuzha.reports.core.papers import LAYOUT_KINDS
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.frozen import checksums, other_software, remade, templates_of
from wuzha.reports.progress import Progress


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file of a locked paper: its format, the checksum that is kept, and whether it came out the same just now
    (``None``: nobody asked)."""

    file_format: str
    sha256: str
    same: bool | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """The files of a locked paper; ``template`` is the beginning of its template's checksum (none: the
    built-in layout), ``software`` what writes them in another version now."""

    files: Sequence[FrozenFile]
    tried: bool
    template: str
    software: Sequence[str] = ()


def frozen_of(came: Progress, layout: Layout, request: HttpRequest) -> Frozen | None:
    """The checksums of a locked paper; with ``?remake`` in the address its files are made again and compared."""
    if came.lock is None:
        return None
    kind, template = LAYOUT_KINDS[layout], templates_of(came.lock).get(layout, "")
    kept = [key for key in checksums(came.lock) if key.startswith(f"{kind}.")]
    tried = "remake" in request.GET and bool(kept)
    again = {f"{one.kind}.{one.file_format}": one.same for one in remade(came.lock)} if tried else {}
    files = [FrozenFile(key.split(".")[1], checksums(came.lock)[key], again.get(key)) for key in sorted(kept)]
    changed = [f"{name} {then} → {now}" for name, (then, now) in other_software(came.lock).items()] if tried else []
    return Frozen(files, tried, template[:16], changed)
