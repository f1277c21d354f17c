"""The forms of the plan desk: one for each part of a typed plan, from choices; what they send as JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuzha.plan.core.diff import Part
from wuzha.plan.core.model import QuotaKind
from wuzha.plan.core.typed import Typed
from wuzha.terms import Channel, Per
from wuzha.web.pages.plan_reading import report_rhythms
from wuzha.web.words import choices

_SPARE = 2
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_PERS = [("", _("not said")), *choices(Per)]


class NamesInput(forms.Widget):
    """Several names, a line of its own for each, and some to spare; ``source`` is the id of a list to choose from."""

    template_name = "plans/names_input.html"

    def __init__(self, label: Any, source: str = "") -> None:
        super().__init__()
        self.label, self.source = label, source

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return [one.strip() for one in sent if one.strip()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"lines": [*(value or []), *[""] * _SPARE], "source": self.source, "label": self.label}
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class Names(forms.Field):
    """A list of names, in order."""

    def __init__(self, label: Any, source: str = "", help_text: Any = "") -> None:
        super().__init__(label=label, required=False, widget=NamesInput(label, source), help_text=help_text)


class Line(forms.CharField):
    """One line. Whether it must be said is for ``amend`` to tell, with everything else that is wrong."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, required=False, **more)


class Day(forms.CharField):
    """A day, or none."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, required=False, widget=_DAY, **more)


class PartForm(forms.Form):
    """Fields of one part. ``values`` gives what was sent, as JSON values that ``amend`` checks."""

    def values(self) -> dict[str, Any]:
        """The edit's values by field of the typed plan."""
        return dict(self.cleaned_data)

    @classmethod
    def shown(cls, entry: Typed) -> dict[str, Any]:
        """What the form shows of an entry."""
        return dict(entry)

    def typed_over(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """What was sent where it is not what the form had shown."""
        sent: Mapping[str, Any] = self.cleaned_data
        return {name: value for name, value in sent.items() if _sign(value) != _sign(shown.get(name))}


class HeadForm(PartForm):
    """Title, number, basis and period."""

    title = Line(_("Title"))
    document_number = Line(_("Document number"))
    basis = Names(_("Basis"))
    start = Day(_("First day"), help_text=_("Leave it empty where the plan says “from today on”."))
    end = Day(_("Last day"))

    def values(self) -> dict[str, Any]:
        sent = dict(self.cleaned_data)
        return sent | {"period": {"start": sent.pop("start"), "end": sent.pop("end")}}

    @classmethod
    def shown(cls, entry: Typed) -> dict[str, Any]:
        return {**entry, **entry["period"]}


class GoalForm(PartForm):
    """An indicator and where it shall go."""

    indicator = Line(_("Indicator"))
    direction = forms.ChoiceField(label=_("Direction"), choices=[("up", _("upwards")), ("down", _("downwards"))])
    target = Line(_("Target"), help_text=_("As the plan prints it: 100%, 90%以上, 0."))


class OrganizationForm(PartForm):
    """Who leads, who belongs to the group, what every unit must set up."""

    post_lines = Names(_("Posts"), help_text=_("The post, a space, and who holds it."))
    members = Names(_("Members"), "units")
    offices = Names(_("Office"), "units")
    requirements = Names(_("Every unit must"))

    def values(self) -> dict[str, Any]:
        sent = dict(self.cleaned_data)
        posts = [line.split(None, 1) for line in sent.pop("post_lines")]
        return sent | {"posts": [dict(zip(("role", "holder"), post, strict=False)) for post in posts]}

    @classmethod
    def shown(cls, entry: Typed) -> dict[str, Any]:
        return {**entry, "post_lines": [f"{post['role']} {post['holder']}" for post in entry["posts"]]}


class FocusForm(PartForm):
    """What the campaign looks at first."""

    fraud_types = Names(_("Types of fraud"))
    places = Names(_("Places"), "targets")
    groups = Names(_("Groups of people"), "targets")


class MeasureForm(PartForm):
    """One measure."""

    id = Line(_("Clause"), help_text=_("The number as printed: 四(一)."))
    title = Line(_("Title"))
    text = Line(_("Wording"), widget=forms.Textarea(attrs={"rows": 4}))
    channels = forms.MultipleChoiceField(
        label=_("Channels"), required=False, choices=choices(Channel), widget=forms.CheckboxSelectMultiple
    )
    units = Names(_("Accountable"), "units", _("Choose from the registry, or write the name as the plan has it."))
    assisting = Names(_("Assisting"), "units")
    targets = Names(_("Where and whom"), "targets")
    quota_kind = forms.ChoiceField(
        label=_("How much"),
        required=False,
        choices=[
            ("", _("not said")),
            (QuotaKind.ALL, _("all of them")),
            (QuotaKind.RATIO, _("a share in percent")),
            (QuotaKind.COUNT, _("a number")),
        ],
    )
    quota_value = Line(_("Share or number"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    times = Line(_("How many times"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    per = forms.ChoiceField(label=_("In each"), required=False, choices=_PERS)
    due = Day(_("By when"))

    def values(self) -> dict[str, Any]:
        sent = dict(self.cleaned_data)
        kind, value = sent.pop("quota_kind"), sent.pop("quota_value")
        times, per = sent.pop("times"), sent.pop("per")
        sent["quota"] = {"kind": kind, "value": _share(value) if kind == QuotaKind.RATIO else value} if kind else None
        sent["cadence"] = {"times": times or "1", "per": per} if per or times else None
        return sent

    @classmethod
    def shown(cls, entry: Typed) -> dict[str, Any]:
        quota: Mapping[str, Any] = entry.get("quota") or {"kind": "", "value": None}
        value = quota["value"]
        percent = f"{value * 100:.10g}" if quota["kind"] == QuotaKind.RATIO else value
        return {**entry, "quota_kind": quota["kind"], "quota_value": percent, **(entry.get("cadence") or {})}


class PhaseForm(PartForm):
    """A phase and its days."""

    name = Line(_("Name"))
    start = Day(_("First day"))
    end = Day(_("Last day"))


def _rhythms() -> list[tuple[str, str]]:
    return [("", gettext("not said")), *report_rhythms()]


class ReportForm(PartForm):
    """Something to hand in."""

    name = Line(_("Name"))
    to = Line(_("To whom"), widget=forms.TextInput(attrs={"list": "units"}))
    via = Line(_("By which way"))
    due = Day(_("Due once, on"))
    per = forms.ChoiceField(label=_("Or repeatedly"), required=False, choices=_rhythms)
    day = Line(
        _("By day"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Day of the month, or of the week from Monday as 1."),
    )

    def values(self) -> dict[str, Any]:
        sent = dict(self.cleaned_data)
        (per, _slash, times), day = sent.pop("per").partition("/"), sent.pop("day")
        often = {"times": times} if times else {}
        return sent | {"cadence": {"per": per, "day": day} | often if per or day else None}

    @classmethod
    def shown(cls, entry: Typed) -> dict[str, Any]:
        cadence = entry.get("cadence") or {}
        per = "/".join(str(cadence[name]) for name in ("per", "times") if name in cadence)
        return {**entry, "per": per, "day": cadence.get("day")}


FORMS: Mapping[Part, type[PartForm]] = {
    Part.HEAD: HeadForm,
    Part.GOALS: GoalForm,
    Part.ORGANIZATION: OrganizationForm,
    Part.FOCUS: FocusForm,
    Part.MEASURES: MeasureForm,
    Part.PHASES: PhaseForm,
    Part.REPORTS: ReportForm,
}
BESIDE: Mapping[str, Sequence[str]] = {
    "period": ("end",),
    "posts": ("post_lines",),
    "quota": ("quota_value",),
    "cadence": ("times", "per"),
}
"""Field of the typed plan → the form's fields beside which its problem is shown: the first that the form has."""


def _sign(value: Any) -> Any:
    """A value of a field as a form sends it: numbers are words there, and nothing is an empty one."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value if value is not None else "")


def _share(percent: str) -> Any:
    """A share of 1 from a percentage; what is none stays as it was sent, for its message."""
    try:
        return round(float(percent.strip().rstrip("%％")) / 100, 6)
    except ValueError:
        return percent
