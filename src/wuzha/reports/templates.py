"""The office's own templates: kept as versions, tried before they are used, remembered by what they made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from wuzha.database import statement
from wuzha.ledger.actions import note
from wuzha.problems import Problem, WuzhaError
from wuzha.reports.core import template_problems as kinds
from wuzha.reports.core.papers import LAYOUT_KINDS, composed
from wuzha.reports.core.template_check import check_template
from wuzha.reports.core.template_fields import Layout
from wuzha.reports.core.template_render import render_template
from wuzha.reports.core.template_sample import sample_months
from wuzha.reports.models import Template, TemplateUse
from wuzha.work.actions import Recorder


def keep_template(recorder: Recorder, layout: Layout, content: bytes, filename: str, now: datetime) -> Template:
    """Keep a template as the next version of its paper, after it was checked and tried; it is not used yet.

    The same content again is the version that it is already. Raises ``WuzhaError`` with every problem.
    """
    problems = check_template(content, layout)
    if problems:
        raise WuzhaError(*problems)
    for month in sample_months(layout):
        render_template(content, layout, month, composed(LAYOUT_KINDS[layout], month), now, "")
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        statement("wuzha.reports", "hold_templates").rows(district=recorder.district_id)
        held = Template.objects.filter(district_id=recorder.district_id, layout=layout)
        numbered = list(held.order_by("number").values("id", "number", "sha256"))
        if same := next((one for one in numbered if one["sha256"] == sha256), None):
            return Template.objects.get(district_id=recorder.district_id, id=same["id"])
        number = numbered[-1]["number"] + 1 if numbered else 1
        kept = Template.objects.create(
            district_id=recorder.district_id,
            layout=layout,
            number=number,
            sha256=sha256,
            content=content,
            filename=filename[:200],
            made_at=now,
            actor_id=recorder.user_id,
            actor_name=recorder.name,
        )
        said = f"{layout} {number} {sha256[:16]}"
        note(recorder.district_id, recorder.user_id, recorder.name, now, "report.template.keep", said)
    return kept


def use_template(recorder: Recorder, layout: Layout, template: Template | None, now: datetime) -> None:
    """Write this paper by a version from now on; ``None`` is the built-in layout. What is locked stays as it is."""
    if in_use(recorder.district_id, layout) == template:
        return
    with transaction.atomic():
        TemplateUse.objects.create(
            district_id=recorder.district_id,
            layout=layout,
            template=template,
            at=now,
            actor_id=recorder.user_id,
            actor_name=recorder.name,
        )
        said = f"{layout} {template.number if template else 0}"
        note(recorder.district_id, recorder.user_id, recorder.name, now, "report.template.use", said)


def in_use(district_id: int, layout: Layout) -> Template | None:
    """The version by which a paper is written now; ``None``: the built-in layout."""
    last = TemplateUse.objects.filter(district_id=district_id, layout=layout).order_by("-id").first()
    return last.template if last else None


def uses(district_id: int, layout: Layout) -> Sequence[TemplateUse]:
    """Who chose which version when, newest first."""
    found = TemplateUse.objects.filter(district_id=district_id, layout=layout).select_related("template")
    return list(found.defer("template__content").order_by("-id"))


def versions(district_id: int, layout: Layout) -> Sequence[Template]:
    """Every version of a paper's template, newest first, without its content."""
    return list(Template.objects.filter(district_id=district_id, layout=layout).defer("content").order_by("-number"))


def version(district_id: int, layout: Layout, number: int) -> Template | None:
    """One version of a paper's template."""
    return Template.objects.filter(district_id=district_id, layout=layout, number=number).first()


def active(district_id: int, layouts: Iterable[Layout] = Layout) -> Mapping[Layout, bytes]:
    """The content of the templates that are used now; a paper in the built-in layout is left out."""
    found = {layout: in_use(district_id, layout) for layout in layouts}
    return {layout: bytes(one.content) for layout, one in found.items() if one is not None}


def by_checksum(district_id: int, wanted: Mapping[str, str]) -> Mapping[Layout, bytes]:
    """The content of templates by paper and SHA-256. Raises ``WuzhaError`` RPT151 for one that is not there."""
    found = {}
    for layout, sha256 in wanted.items():
        kept = Template.objects.filter(district_id=district_id, layout=layout, sha256=sha256).first()
        if kept is None:
            raise WuzhaError(Problem(kinds.NO_SUCH_VERSION, values={"sha256": sha256[:16]}))
        found[Layout(layout)] = bytes(kept.content)
    return found
