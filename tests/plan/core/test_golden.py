"""Documents are read as a careful clerk reads them: own plans in full, real ones by facts and hashes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from plan.core import golden
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import Document, read_file

REAL = Path(__file__).parent / "real"


@pytest.mark.parametrize("name", golden.names())
def test_document_is_read_as_its_golden_plan(name: str) -> None:
    assert golden.typed(golden.document(name)) == golden.expected(name)


@pytest.mark.parametrize("name", ["plan-1-housing-bureau", "plan-2-development-zone"])
def test_real_plan_is_right_in_every_field(name: str, shared_plans: Path) -> None:
    document = read_file(shared_plans / f"{name}.txt")
    expected = yaml.safe_load((REAL / f"{name}.yaml").read_text(encoding="utf-8"))
    assert facts(document) == expected


def facts(document: Document) -> dict[str, Any]:
    """The typed plan with the plan's own sentences as hashes, spans as numbers, problems as codes."""
    plan = as_dict(read(document, 2026))
    plan["title"] = digest(plan["title"])
    plan["basis"] = [digest(name) for name in plan["basis"]]
    organization = plan["organization"]
    organization["requirements"] = [digest(text) for text in organization["requirements"]]
    for measure in plan["measures"]:
        measure["title"], measure["text"] = digest(measure["title"]), digest(measure["text"])
    for part in ("goals", "measures", "phases", "reports"):
        for item in plan[part]:
            item["source"] = [item["source"]["start"], item["source"]["end"]]
    plan["problems"] = [
        f"{item['code']} {item['place']} {item['source']['start']}-{item['source']['end']}" for item in plan["problems"]
    ]
    return plan


def digest(text: str) -> str:
    """Length and hash: enough to compare a passage that must not be repeated here."""
    return f"{len(text)}:{hashlib.sha256(text.encode()).hexdigest()[:12]}"
