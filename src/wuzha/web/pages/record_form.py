"""The form for one kind of work: few fields, each filled in with what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.duties.core.stages import MEASURE
from wuzha.problems import Problem
from wuzha.terms import Channel, FactKind, TargetKind
from wuzha.web.words import choices, word
from wuzha.work.core.entries import LIMITS
from wuzha.work.core.kinds import Detail, Evidence, WorkKind
from wuzha.work.queries import NamedMeasure

EVIDENCE = {
    Evidence.NONE: _("none"),
    Evidence.PHOTO: _("photo"),
    Evidence.SCAN: _("scan"),
    Evidence.SIGNATURE: _("signature of the other side"),
}
DETAIL_WORDS = {
    "original": _("original"),
    "repost": _("repost"),
    "summary": _("summary of the year"),
    "other": _("other report"),
}
_HANDS_OUT = frozenset({FactKind.VISIT, FactKind.PLACEMENT, FactKind.LETTER})
_ASIDE = ("quantity", "material", "unit_id", "person", "evidence", "evidence_ref", "note")
"""Fields that most records leave as they are."""

_WHEN = "%Y-%m-%dT%H:%M"


class RecordForm(forms.Form):
    """Fields by the table of kinds. What may stand in them the work room decides, for every way of recording alike.

    ``units`` are those whose work may be entered, ``channels`` and ``measures`` those by which duties of this kind are
    told apart, ``materials`` names to choose from.
    """

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        work: WorkKind,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        target_kind: TargetKind,
        units: Sequence[tuple[int, str]],
        channels: Sequence[Channel],
        measures: Sequence[NamedMeasure],
        materials: Sequence[str],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.work, self.materials = work, materials
        self._say_when()
        if target_kind is TargetKind.UNIT and len(units) > 1:
            self.fields["target_id"] = forms.ChoiceField(label=_("Unit"), choices=units)
        if work.outcomes:
            outcomes = [(value, said) for value, said in choices(type(work.outcomes[0])) if value in work.outcomes]
            self.fields["outcome"] = forms.ChoiceField(label=_("Outcome"), choices=outcomes, widget=forms.RadioSelect)
        if channels:
            known = [("", gettext("nothing in particular")), *((one.value, word(one)) for one in channels)]
            self.fields["channel"] = forms.ChoiceField(
                label=_("Counts as"),
                choices=known,
                required=False,
                help_text=_("Decides which duty it counts for."),
            )
        self._say_measure(measures)
        self._say_what(work)
        self._say_aside(work, target_kind, units)

    def _say_measure(self, measures: Sequence[NamedMeasure]) -> None:
        if measures:
            known = [("", gettext("no measure in particular")), *((one.title, one.label) for one in measures)]
            self.fields[f"detail_{MEASURE}"] = forms.ChoiceField(
                label=_("For which measure"),
                choices=known,
                required=False,
                help_text=_("Several measures ask for this work: a record counts for the one it names."),
            )

    def _say_when(self) -> None:
        self.fields["occurred_at"] = forms.DateTimeField(
            label=_("When"),
            input_formats=[_WHEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
            widget=forms.DateTimeInput(format=_WHEN, attrs={"type": "datetime-local"}),
        )

    def _say_what(self, work: WorkKind) -> None:
        self.fields["content"] = forms.CharField(
            label=_("Content"),
            required=work.needs_content,
            max_length=LIMITS["content"],
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        if work.counts_audience:
            self.fields["audience"] = forms.IntegerField(label=_("People reached"), required=False, min_value=0)
        for detail in (one for one in work.details if one.name != MEASURE):
            self.fields[f"detail_{detail.name}"] = _field_of(detail)
        if not work.outcomes:
            self.fields["quantity"] = forms.IntegerField(
                label=_("How many"), help_text=_(work.repeat), required=False, min_value=1
            )
        self.fields["material"] = forms.CharField(
            label=_("Material handed over"),
            required=False,
            max_length=LIMITS["material"],
            help_text=_("Name and version, as it is printed on it."),
            widget=forms.TextInput(attrs={"list": "materials", "autocomplete": "off"}),
        )

    def _say_aside(self, work: WorkKind, target_kind: TargetKind, units: Sequence[tuple[int, str]]) -> None:
        if len(units) > 1 and target_kind is not TargetKind.UNIT:
            self.fields["unit_id"] = forms.ChoiceField(label=_("Done by"), choices=units)
        self.fields["person"] = forms.CharField(
            label=_("Responsible person"), required=False, max_length=LIMITS["person"], help_text=_("Empty: yourself.")
        )
        self.fields["evidence"] = forms.ChoiceField(label=_("Evidence"), choices=list(EVIDENCE.items()))
        self.fields["evidence_ref"] = forms.CharField(
            label=_("Filed under"),
            required=False,
            max_length=LIMITS["evidence_ref"],
            help_text=_("Number of the photo, scan or sheet."),
        )
        self.fields["note"] = forms.CharField(label=_("Note"), required=False, max_length=LIMITS["note"])

    @property
    def main(self) -> list[BoundField]:
        """The fields that a record of this kind is made of."""
        return [field for field in self.visible_fields() if field.name not in self._aside]

    @property
    def aside(self) -> list[BoundField]:
        """The fields that most records leave as they are; shown on demand."""
        return [field for field in self.visible_fields() if field.name in self._aside]

    @property
    def unfolded(self) -> bool:
        """Whether something stands in those fields that must be seen."""
        said = (field for field in self.aside if field.name != "unit_id")
        return any(field.errors or field.value() not in (None, "", 1, Evidence.NONE) for field in said)

    @property
    def _aside(self) -> Sequence[str]:
        kept = {"material"} if self.work.kind in _HANDS_OUT else set[str]()
        kept |= {"quantity"} if not self.work.counts_audience or self.work.kind is FactKind.LETTER else set()
        return [name for name in _ASIDE if name not in kept]

    def entry(self) -> dict[str, Any]:
        """The record in the shape in which every way of recording sends it."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        detail = {name.removeprefix("detail_"): said.pop(name) for name in list(said) if name.startswith("detail_")}
        return {
            **said,
            "kind": self.work.kind,
            "id": str(said["id"]),
            "occurred_at": said["occurred_at"].isoformat(),
            "detail": detail,
        }

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field, in the words of the form."""
        for problem in problems:
            name = problem.place.replace(".", "_")
            field = self.fields.get(name)
            values = {**problem.values, "field": field.label} if field else problem.values
            said = Problem(problem.kind, problem.place, values)
            self.add_error(name if field else None, f"{said.message(gettext)} {said.remedy(gettext)}")


def _field_of(detail: Detail) -> forms.Field:
    common: dict[str, Any] = {"label": _(detail.label), "required": detail.required}
    if detail.choices:
        known = [("", "—"), *((choice, DETAIL_WORDS[choice]) for choice in detail.choices)]
        return forms.ChoiceField(choices=known, **common)
    if detail.kind is int:
        return forms.IntegerField(min_value=0, max_value=detail.limit, **common)
    return forms.CharField(max_length=detail.limit, **common)
