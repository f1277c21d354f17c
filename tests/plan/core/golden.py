"""Golden documents: every text under ``golden/`` has its typed plan beside it, as a careful clerk reads it.

``python -m plan.core.golden`` (in ``tests/``) writes the YAML anew from the present reader, to be compared by eye.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from plan.core import office_documents, pdf_documents, word_documents
from wuzha.plan.core import as_dict, read
from wuzha.plan.core.documents import Document, from_bytes, read_file

DOCUMENTS = {**word_documents.DOCUMENTS, **pdf_documents.DOCUMENTS, **office_documents.DOCUMENTS}
FOLDER = Path(__file__).parent / "golden"
YEAR = 2026


def names() -> list[str]:
    """The golden documents by file name."""
    return sorted([*DOCUMENTS, *_files(FOLDER)])


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".yaml")


def document(name: str) -> Document:
    """A golden document: from the folder, or built as Word saves it."""
    return from_bytes(name, DOCUMENTS[name]()) if name in DOCUMENTS else read_file(FOLDER / name)


def expected(name: str) -> dict[str, Any]:
    """The typed plan that stands beside a document."""
    values: dict[str, Any] = yaml.safe_load((FOLDER / name).with_suffix(".yaml").read_text(encoding="utf-8"))
    return values


def typed(source: Document) -> dict[str, Any]:
    """The typed plan with every source shown as the stretch of text it covers, for human eyes."""
    plan = as_dict(read(source, YEAR))
    for value in plan.values():
        for item in value if isinstance(value, list) else []:
            if isinstance(item, dict) and item.get("source"):
                item["source"] = shown(source.text[item["source"]["start"] : item["source"]["end"]])
    plan["problems"] = [[item["code"], item["place"], item["source"]] for item in plan["problems"]]
    return plan


def shown(text: str) -> str:
    """A stretch of text, its middle left out where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 24 else f"{flat[:12]}…{flat[-8:]}"


def write() -> None:
    """Write every YAML anew."""
    for name in names():
        text = yaml.safe_dump(typed(document(name)), allow_unicode=True, sort_keys=False, width=110)
        (FOLDER / name).with_suffix(".yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
