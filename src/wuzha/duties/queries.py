"""Reading duties: the applied stages, and the duties themselves."""

from __future__ import annotations

from wuzha.duties.models import Binding, Stage


def stages(district_id: int) -> list[Stage]:
    """The stages that stand, in the order of their plans."""
    standing = Stage.objects.filter(district_id=district_id, retired_at=None)
    return list(standing.order_by("version_id", "ordinal", "id"))


def answers(district_id: int) -> list[Binding]:
    """The names that the office has bound by hand."""
    return list(Binding.objects.filter(district_id=district_id).order_by("name"))
