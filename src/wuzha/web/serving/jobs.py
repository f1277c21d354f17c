"""The job worker process: ``python -m wuzha.web.serving.jobs PARENT``."""

from __future__ import annotations

import importlib
import os
import sys

import django

from wuzha.web.serving import logs
from wuzha.web.serving.bond import die_with


def main(arguments: list[str]) -> None:
    """Run jobs until SIGTERM."""
    die_with(int(arguments[0]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuzha.web.settings")
    django.setup()
    logs.configure()
    # Only now: the jobs import models.
    importlib.import_module("wuzha.web.jobs").work()


if __name__ == "__main__":
    main(sys.argv[1:])
