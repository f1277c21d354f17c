"""``wuzha serve``: pages, API and jobs."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from wuzha.web.commands.house import house
from wuzha.web.commands.shell import err
from wuzha.web.serving import Address
from wuzha.web.serving import serve as keep_serving


def serve(
    host: Annotated[str, typer.Option("--host", help=_("Address to listen at; 0.0.0.0 lets others in."))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=_("Port to listen at."))] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=0, help=_("Web processes; 0: one for each core."))] = 0,
) -> None:
    """Open the house and serve until SIGTERM or Ctrl-C."""
    with house(own=True):
        err.print(_("Serving at http://{host}:{port}/ · Ctrl-C ends").format(host=host, port=port), markup=False)
        keep_serving(Address(host, port, workers or os.cpu_count() or 1))
