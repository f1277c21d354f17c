"""The file of a template before anything in it is believed: an archive of bounded size without foreign things."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from wuzha.problems import Problem
from wuzha.reports.core import template_problems as kinds

MOST_BYTES = 2 * 1024 * 1024
"""Of the file as it is uploaded."""
MOST_PARTS = 300
MOST_UNPACKED = 20 * 1024 * 1024
MOST_TEXT = 3 * 1024 * 1024
"""Of one part of XML: the text is copied for each row of a loop, so its size bounds what a rendering costs."""

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FOREIGN = re.compile(r"vbaProject|vbaData|activeX|embeddings/|oleObject|\.bin$|\.exe$|\.dll$|\.js$|afchunk", re.I)
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})
"""The fields of Word that a template may hold: those that count pages. Others fetch files or run programs."""
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_TRACKED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]")
_FOREIGN_ELEMENT = re.compile(rb"<w:(?:altChunk|object|control)[ >/]|<o:OLEObject")


def package_problems(content: bytes) -> list[Problem]:
    """What is wrong with the file as a file. Nothing of it is unpacked beyond the limits."""
    if len(content) > MOST_BYTES:
        return [Problem(kinds.TOO_LARGE, values={"most": f"{MOST_BYTES // 1024 // 1024} MB"})]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive_problems(archive)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        return [Problem(kinds.NO_DOCX, values={"reason": str(error)[:120]})]
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        return [Problem(kinds.NO_DOCX, values={"reason": str(error)[:120]})]


def _archive_problems(archive: zipfile.ZipFile) -> list[Problem]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_PARTS or unpacked > MOST_UNPACKED or len(names) != len(set(names)):
        return [Problem(kinds.BOMB, values={"parts": len(infos), "megabytes": f"{unpacked / 1024 / 1024:.0f}"})]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        return [Problem(kinds.NO_DOCX, values={"reason": "word/document.xml"})]
    return list(_part_problems(archive, infos))


def _part_problems(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    for info in infos:
        name = info.filename
        if _FOREIGN.search(name):
            yield Problem(kinds.FOREIGN, name, {"what": name})
            continue
        if not name.endswith((".xml", ".rels")):
            continue
        if info.file_size > MOST_TEXT:
            yield Problem(kinds.BOMB, name, {"parts": len(infos), "megabytes": f"{info.file_size / 1024 / 1024:.0f}"})
            continue
        part = archive.read(name)  # the size that is declared is the most that is unpacked
        yield from _xml_problems(name, part)


def _xml_problems(name: str, part: bytes) -> Iterator[Problem]:
    if _DOCTYPE.search(part) or b"\x00" in part:
        yield Problem(kinds.FOREIGN, name, {"what": "DOCTYPE"})
        return
    try:
        root = ElementTree.fromstring(part)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        yield Problem(kinds.NO_DOCX, name, {"reason": str(error)[:120]})
        return
    if name == "[Content_Types].xml":
        yield from _type_problems(root)
    elif name.endswith(".rels"):
        yield from _relation_problems(name, root)
    elif name.startswith("word/"):
        yield from _word_problems(name, part)


def _type_problems(root: ElementTree.Element) -> Iterator[Problem]:
    types = {one.get("ContentType", "") for one in root}
    macros = sorted(one for one in types if "macroEnabled" in one or "vba" in one.lower() or "activeX" in one)
    for found in macros:
        yield Problem(kinds.FOREIGN, values={"what": found})
    if _DOCX not in types and not macros:
        yield Problem(kinds.NO_DOCX, values={"reason": "[Content_Types].xml"})


def _relation_problems(name: str, root: ElementTree.Element) -> Iterator[Problem]:
    for relation in root:
        if relation.get("TargetMode", "").lower() == "external":
            yield Problem(kinds.EXTERNAL, name, {"target": relation.get("Target", "")[:120]})


def _word_problems(name: str, part: bytes) -> Iterator[Problem]:
    if _TRACKED.search(part):
        yield Problem(kinds.TRACKED, name)
    if _FOREIGN_ELEMENT.search(part):
        yield Problem(kinds.FOREIGN, name, {"what": "object"})
    for found in _FIELD.finditer(part):
        words = (found[1] or found[2] or b"").decode("utf8", "replace").split()
        if words and words[0].upper() not in _FIELDS:
            yield Problem(kinds.FIELD, name, {"field": words[0][:40]})
