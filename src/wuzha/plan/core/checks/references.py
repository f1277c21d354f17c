"""What the plan refers to and what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wuzha.plan.core import problems
from wuzha.plan.core.dates import number
from wuzha.plan.core.model import Plan
from wuzha.plan.core.reading import Reading
from wuzha.problems import Problem

_NUMERAL = r"[一二三四五六七八九十]{1,3}|\d{1,3}"
_ARTICLE = re.compile(rf"第(?P<number>{_NUMERAL})条")
_PART = re.compile(rf"(?:本方案|本计划|本通知|本文|前述|上述)第?(?P<number>{_NUMERAL})(?:部分|章|大项|点|项)")


def annexes(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """Annexes that are named and not attached."""
    for annex in plan.annexes:
        if not annex.attached:
            place = reading.place(annex.source) if annex.source else ""
            yield Problem(problems.ANNEX_MISSING, place, {"annex": annex.name}, annex.source)


def basis(plan: Plan, reading: Reading) -> Iterator[Problem]:
    """A basis that is only "the superiors' demands"."""
    if not reading.head.basis_named and plan.basis:
        source = reading.span_of(plan.basis[0])
        yield Problem(problems.BASIS_UNNAMED, "", {"basis": plan.basis[0]}, source)


def clauses(_: Plan, reading: Reading) -> Iterator[Problem]:
    """References to articles or chapters that this document does not have; those of other laws are left alone."""
    norm = reading.view.norm
    articles = {clause.mark.value for clause in reading.outline.walk() if clause.mark.kind == "article"}
    chapters = {clause.mark.value for clause in reading.outline.roots}
    starts = {clause.mark.start for clause in reading.outline.walk()}
    for pattern, known in ((_ARTICLE, articles), (_PART, chapters)):
        for hit in pattern.finditer(norm) if known else ():
            foreign = norm[: hit.start()].endswith("》")
            if hit.start() not in starts and not foreign and number(hit["number"]) not in known:
                source = reading.view.span(*hit.span())
                values = {"reference": reading.view.spelled(*hit.span())}
                yield Problem(problems.NO_SUCH_CLAUSE, reading.place(source), values, source)
