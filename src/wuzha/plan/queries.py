"""Reading plans that have been kept."""

from __future__ import annotations

from wuzha.plan.core.vocabulary import Vocabulary
from wuzha.plan.core.words import with_words
from wuzha.plan.models import Decision, Measure, Plan, Version, Word


def plans(district_id: int) -> list[Plan]:
    """Every plan of the district, newest year first."""
    return list(Plan.objects.filter(district_id=district_id).order_by("-year", "id"))


def newest(plan_id: int) -> Version | None:
    """The newest version of a plan."""
    return Version.objects.filter(plan_id=plan_id).order_by("-number").select_related("plan").first()


def version(version_id: int) -> Version | None:
    """One version, or ``None`` where the scope shows none."""
    return Version.objects.filter(id=version_id).select_related("plan").first()


def measures(version_id: int) -> list[Measure]:
    """The measures of a version in the document's order."""
    return list(Measure.objects.filter(version_id=version_id).order_by("ordinal"))


def version_ids(plan_id: int) -> list[int]:
    """Every version of a plan, oldest first."""
    return list(Version.objects.filter(plan_id=plan_id).order_by("number").values_list("id", flat=True))


def history(plan_id: int) -> list[Version]:
    """Every version of a plan, newest first, without the texts and typed plans."""
    return list(Version.objects.filter(plan_id=plan_id).order_by("-number").defer("text", "layout", "typed"))


def standing_decisions(plan_id: int) -> dict[str, Decision]:
    """The last decision about each problem of a plan, by the problem's key."""
    return {made.key: made for made in Decision.objects.filter(plan_id=plan_id).order_by("id")}


def decisions(plan_id: int) -> list[Decision]:
    """Every decision about a plan's problems, newest first."""
    return list(Decision.objects.filter(plan_id=plan_id).order_by("-id").select_related("version"))


def standing_words(district_id: int) -> list[Word]:
    """The words that the office added and did not take away again, the newest first."""
    last = {(row.list, row.word): row for row in Word.objects.filter(district_id=district_id).order_by("id")}
    return sorted((row for row in last.values() if row.known), key=lambda row: -row.id)


def word_history(district_id: int) -> list[Word]:
    """Every word that was ever added or taken away, newest first."""
    return list(Word.objects.filter(district_id=district_id).order_by("-id"))


def vocabulary_of(district_id: int) -> Vocabulary:
    """The words that plans of a district are read with: the reader's own and the office's."""
    return with_words(frozenset((row.list, row.word) for row in standing_words(district_id)))
