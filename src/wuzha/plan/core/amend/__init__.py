"""Amending a typed plan by hand: one edit at a time, each checked, each giving another typed plan."""

from wuzha.plan.core.amend.edits import Edit, Op, amend
from wuzha.plan.core.amend.rechecking import recheck

__all__ = ["Edit", "Op", "amend", "recheck"]
