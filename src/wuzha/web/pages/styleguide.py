"""Every building block with sample data on one page: for people who build pages (served in DEBUG only)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from wuzha.problems import Kind, Problem, Severity
from wuzha.terms import DutyState, Outcome
from wuzha.web.access import public
from wuzha.web.components import Cell, Chart, Heading, Line, Rung, Segment, Series, Step, Tab
from wuzha.web.words import choices, word

UNITS = 40
MEASURES = 16


class Sample(forms.Form):
    """One field of each sort."""

    address = forms.CharField(label=_("Address"), help_text=_("Street, compound, building, door"))
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", "—"), ("1", "Unit 1"), ("2", "Unit 2")])
    outcome = forms.ChoiceField(label=_("Outcome"), choices=choices(Outcome), widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    roster = forms.FileField(label=_("File"), required=False, help_text=_(".xlsx or .csv"))
    agreed = forms.BooleanField(label=_("Material was left"), required=False)


def _problems() -> list[Problem]:
    error = Kind("REG101", Severity.ERROR, "The unit {name} is not in the registry.", "Import it, or bind the name.")
    warning = Kind("PLN101", Severity.WARNING, "One report has two due dates.", "Choose one in the plan's questions.")
    note = Kind("DUT101", Severity.NOTE, "The due date falls on a holiday.", "It moves to the next working day.")
    return [Problem(error, "B12", {"name": "Unit 9"}), Problem(warning, "六(四)"), Problem(note)]


def _cell(row: int, column: int) -> Cell:
    state = (*DutyState, DutyState.DONE, DutyState.DONE, None, None)[(row * 7 + column * 3) % 10]
    if state is None:
        return Cell()
    text = "12/12" if state in (DutyState.DONE, DutyState.DONE_LATE) else f"{(row + column) % 12}/12"
    return Cell(state.value, text, "#", word(state))


def _charts() -> list[Chart]:
    weeks = [f"W{week}" for week in range(1, 13)]
    done = Series(word(DutyState.DONE), [40, 52, 61, 58, 66, 70, 81, 77, 90, 94, 96, 99], "done")
    late = Series(word(DutyState.LATE), [9, 8, 11, 6, 5, 7, 4, 6, 3, 2, 3, 1], "late")
    grid = [Series(f"{hour}:00", [(hour * week) % 17 for week in range(12)]) for hour in (9, 12, 15, 18, 20)]
    return [
        Chart("weeks", str(_("Duties by week")), "stacked", weeks, [done, late], "duties"),
        Chart("line", str(_("Visits by week")), "line", weeks, [done, late], "visits"),
        Chart("heat", str(_("Visits by hour")), "heatmap", weeks, grid, "visits"),
    ]


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Components as pages use them; ``?bad`` sends the form with mistakes."""
    messages.success(request, "1,204 rows were imported.")
    messages.warning(request, "Three units have not answered.")
    form = Sample({"note": "kept"}) if "bad" in request.GET else Sample()
    context = {
        "form": form,
        "states": list(DutyState),
        "problems": _problems(),
        "rungs": [
            Rung("在册", 20431, 20431, "#", "registered"),
            Rung("应访", 19302, 20431, "#", "registered, not vacant"),
            Rung("到访", 17840, 19302, "#"),
            Rung("见面", 12006, 19302, "#"),
            Rung("告知", 11873, 19302, "#"),
            Rung("复访", 2310, 19302, "#"),
        ],
        "segments": [Segment(s.value, word(s), n) for s, n in zip(DutyState, (310, 22, 96, 41, 17, 9), strict=True)],
        "steps": [Step("Choose a file", "done", "#"), Step("Check rows", "now"), Step("Import", "next")],
        "tabs": [Tab("Units", "#", True, 40), Tab("Areas", "#", count=312), Tab("People", "#")],
        "charts": _charts(),
        "headings": [Heading(f"四({n})", "Household visits in every compound", "#") for n in range(1, MEASURES + 1)],
        "lines": [
            Line(f"示例单位{n:02d}", [_cell(n, m) for m in range(MEASURES)], "#", "38/40", "due_soon")
            for n in range(1, UNITS + 1)
        ],
    }
    return render(request, "styleguide.html", context)
