"""A plan of more than sixty pages on the desk: brought in, shown, corrected, compared, previewed.

As the server sees it: every step is a request through the whole stack, by a clerk who is logged in, without a network.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benchmarks.figures import Figure, Stopwatch, tell
from benchmarks.stage import NOW, YEAR, founded, installation
from wuzha.database import scoped
from wuzha.registry.queries import units
from wuzha.terms import Role, Scope, UnitKind
from wuzha.web.accounts import NewAccount, create
from wuzha.web.actor import Actor

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
long_plan: Any = importlib.import_module("support.long_plan")

HOUSEHOLDS, ROUNDS = 2_000, 5


def main() -> None:
    """Bring the plan in once, then show, correct, compare and preview it in turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="multiplies the 2,000 households; rounds up to 1")
    scale = parser.parse_args().scale
    households, rounds = max(100, int(HOUSEHOLDS * scale)), max(1, int(ROUNDS * min(scale, 1)))
    with installation():
        client, content = _clerk(founded(households)), long_plan.long_plan()
        watches = {name: Stopwatch() for name in ("read", "show", "form", "keep", "compare", "preview")}
        with watches["read"].running():
            file = SimpleUploadedFile("plan.docx", content)
            version = _made(client.post("/plans/new/", {"file": file, "year": YEAR}))
        size = 0
        for turn in range(rounds):
            with watches["show"].running():
                size = len(_page(client.get(f"/plans/{version}/")))
            with watches["form"].running():
                _page(client.get(f"/plans/{version}/edit/measures/150/"))
            with watches["keep"].running():
                sent = {"id": "九(十)", "title": f"第{turn}次改过的行动", "units": ["各社区"], "channels": ["screen"]}
                version = _made(client.post(f"/plans/{version}/edit/measures/150/", sent))
            with watches["compare"].running():
                _page(client.get(f"/plans/{version}/compare/"))
            with watches["preview"].running():
                _page(client.get(f"/plans/{version}/duties/"))
    _tell(watches, size, rounds)


def _tell(watches: dict[str, Stopwatch], size: int, rounds: int) -> None:
    seconds = {name: watch.median for name, watch in watches.items()}
    tell(
        f"A plan of {long_plan.CHAPTERS * long_plan.CLAUSES} clauses and {long_plan.ROWS} rows, median of {rounds}",
        [
            Figure("brought in: read, checked, kept", seconds["read"], "s", "<=", 5, 2),
            Figure("its page made", seconds["show"], "s", "<=", 1, 2),
            Figure("  its size", size / 1024, "KB"),
            Figure("a form opened", seconds["form"], "s", "<=", 0.3, 2),
            Figure("a correction kept: checked anew, the next version", seconds["keep"], "s", "<=", 2, 2),
            Figure("two versions compared, with their duties", seconds["compare"], "s", "<=", 5, 2),
            Figure("the preview of its duties", seconds["preview"], "s", "<=", 3, 2),
        ],
    )


def _clerk(district: int) -> Client:
    """A browser of somebody at the office."""
    settings.ALLOWED_HOSTS = ["*"]
    with scoped(Scope.whole(district)):
        office = next(unit for unit in units(district) if unit.kind == UnitKind.OFFICE)
        account = NewAccount("clerk", "clerk", Role.CLERK, office)
        user = create(account, "a-long-password", Actor(0, "benchmark"), NOW)
    client = Client()
    client.force_login(user)
    return client


def _page(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.status_code
    return bytes(answer.content)


def _made(answer: Any) -> int:
    """The version that the answer leads to."""
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return int(answer["Location"].split("/")[2])


if __name__ == "__main__":
    main()
