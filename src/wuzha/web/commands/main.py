"""The one command ``wuzha``: chooses home and language, wakes Django, and hands over to the subcommands."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django
from django.utils import translation

DEMO_HOME = Path("~/.local/share/wuzha-demo")


def language(environ: Mapping[str, str]) -> str:
    """The language of the shell: ``WUZHA_LANG``, else English where the locale says English, else Chinese."""
    for name in ("WUZHA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "en" if value.startswith("en") else "zh-hans"
    return "zh-hans"


def run() -> None:
    """Entry point of the console script."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    if words[:1] == ["demo"]:
        # A demonstration never mixes with a real installation unless somebody names the place.
        os.environ.setdefault("WUZHA_HOME", str(DEMO_HOME.expanduser()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuzha.web.settings")
    django.setup()
    translation.activate(language(os.environ))
    # Only now: the subcommands import models, and their help is translated as they are defined.
    first = next(iter(sys.argv[1:]), "")
    importlib.import_module("wuzha.web.commands.app").application(first)()
