"""Reading work plans, in plain Python: text in, typed plan and coded problems out."""

from wuzha.plan.core.model import Plan
from wuzha.plan.core.reader import headings_of, read
from wuzha.plan.core.shape import as_dict

__all__ = ["Plan", "as_dict", "headings_of", "read"]
