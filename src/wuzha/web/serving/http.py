"""The web server process: ``python -m wuzha.web.serving.http PARENT HOST PORT WORKERS``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import Any

from django.urls import get_resolver
from granian.constants import Interfaces
from granian.server import Server

from wuzha.web.serving import logs
from wuzha.web.serving.bond import die_with
from wuzha.web.wsgi import application

THREADS = 4  # of Python a process: some wait for the disk while one computes


def main(arguments: list[str]) -> None:
    """Serve until SIGTERM; a worker process that dies is started again."""
    parent, host, port, workers = arguments
    die_with(int(parent))
    logs.configure()
    server = Server(
        "wuzha.web.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=THREADS,
        backpressure=256,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_dictconfig=logs.config(),
    )
    _settle()
    server.serve(target_loader=_loader(os.getpid()), wrap_loader=False)


def _settle() -> None:
    """Load everything here, before the workers fork: they share its memory and begin at once.

    What is loaded stays for good and what a request leaves is freed by its last reference: looking for cycles after
    every 700 new objects, as Python does, would take a sixth of the time.
    """
    get_resolver().url_patterns  # noqa: B018  # imports every page
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _loader(parent: int) -> Callable[..., Any]:
    """What each worker runs first."""

    def load(*_: Any, **__: Any) -> Any:
        die_with(parent)
        return application

    return load


if __name__ == "__main__":
    main(sys.argv[1:])
