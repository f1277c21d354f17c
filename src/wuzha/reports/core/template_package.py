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
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "urn:schemas-microsoft-com:office:office",
    }
)
"""The namespaces of what is looked for: Word's own, its strict form, and that of embedded objects."""
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_FOREIGN_ELEMENTS = frozenset({"altChunk", "object", "control", "OLEObject", "mailMerge"})
_XML_TYPE = re.compile(r"application/(?:.*[+/])?xml", re.I)
_XML_NAMES = (".xml", ".rels")


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
        if not name.lower().endswith(_XML_NAMES):
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
    elif name.lower().endswith(".rels"):
        yield from _relation_problems(name, root)
    else:
        yield from _word_problems(name, root)


def _type_problems(root: ElementTree.Element) -> Iterator[Problem]:
    types = {one.get("ContentType", "") for one in root}
    macros = sorted(one for one in types if "macroEnabled" in one or "vba" in one.lower() or "activeX" in one)
    for found in macros:
        yield Problem(kinds.FOREIGN, values={"what": found})
    for one in root:  # what is read as XML must bear the name by which it is looked through above
        named = one.get("PartName") or f".{one.get('Extension', '')}"
        if _XML_TYPE.fullmatch(one.get("ContentType", "")) and not named.lower().endswith(_XML_NAMES):
            yield Problem(kinds.FOREIGN, values={"what": named[:120]})
    if _DOCX not in types and not macros:
        yield Problem(kinds.NO_DOCX, values={"reason": "[Content_Types].xml"})


def _relation_problems(name: str, root: ElementTree.Element) -> Iterator[Problem]:
    for relation in root:
        if relation.get("TargetMode", "").lower() == "external":
            yield Problem(kinds.EXTERNAL, name, {"target": relation.get("Target", "")[:120]})


def _word_problems(name: str, root: ElementTree.Element) -> Iterator[Problem]:
    """Looked for in the elements, not in their spelling: prefix, quotation marks and CDATA are the writer's choice."""
    found: set[str] = set()
    for element in root.iter():
        space, _, local = element.tag.removeprefix("{").rpartition("}")
        if space not in _WORD:
            continue
        found.add(local)
        words = _instruction(element, space, local).split()
        if words and words[0].upper() not in _FIELDS:
            yield Problem(kinds.FIELD, name, {"field": words[0][:40]})
    if found & _TRACKED:
        yield Problem(kinds.TRACKED, name)
    if found & _FOREIGN_ELEMENTS:
        yield Problem(kinds.FOREIGN, name, {"what": "object"})


def _instruction(element: ElementTree.Element, space: str, local: str) -> str:
    """What a field of Word is told to do; empty where the element is none."""
    if local == "instrText":
        return "".join(element.itertext())
    return element.get(f"{{{space}}}instr", "") if local == "fldSimple" else ""
