"""How Django's forms are drawn: our own templates first, Django's for the rest."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine


class Renderer(DjangoTemplates):
    """Forms by ``templates/django/forms``: label, help and error beside the field."""

    @cached_property
    def engine(self) -> Any:
        places = [Path(__file__).parent / "templates", Path(django.forms.__file__).parent / "templates"]
        builtins = ["django.templatetags.i18n", "wuzha.web.templatetags.wuzha"]
        return Engine({"APP_DIRS": False, "DIRS": places, "NAME": "forms", "OPTIONS": {"builtins": builtins}})
