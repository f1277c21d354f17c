"""Drafts to write a plan from: nothing but a title, or a template with blanks (``blanks/*.txt``)."""

from __future__ import annotations

from enum import StrEnum
from importlib import resources
from typing import Any

from wuzha.plan.core.reader import read
from wuzha.plan.core.shape import as_dict


class Blank(StrEnum):
    """The templates, by who would use them."""

    DISTRICT = "district"
    DEPARTMENT = "department"
    STREET = "street"
    COMMUNITY = "community"
    SCHOOL = "school"


def empty(title: str, year: int) -> dict[str, Any]:
    """A plan of a whole year that says nothing yet."""
    whole = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    return {**as_dict(read("", year)), "title": title, "period": whole, "problems": []}


def from_blank(blank: Blank, title: str, year: int) -> dict[str, Any]:
    """A template read for a year under a title of its own; its blanks are ``____``."""
    text = resources.files(__package__).joinpath("blanks", f"{blank}.txt").read_text(encoding="utf-8")
    return {**as_dict(read(text.replace("20xx", str(year)), year)), "title": title}
