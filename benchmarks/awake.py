"""Importing this module chooses the home of a throw-away installation and wakes Django, as ``wuzha`` does.

It comes before everything that knows tables. The home is removed when this process ends, unless ``WUZHA_BENCH_HOME``
names one: that is how child processes find their parent's. Nobody's real home is ever opened.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

_given = os.environ.get("WUZHA_BENCH_HOME")
HOME = Path(_given or tempfile.mkdtemp(prefix="wuzha-bench-"))
if not _given:
    atexit.register(shutil.rmtree, HOME)

os.environ |= {"WUZHA_HOME": str(HOME), "WUZHA_BENCH_HOME": str(HOME)}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuzha.web.settings")
for _name in ("DATABASE_URL", "WUZHA_CLOCK"):
    os.environ.pop(_name, None)
django.setup()
