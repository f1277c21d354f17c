"""The one catalogue: extract what is marked, merge translations in, check that nothing is missing, compile.

    scripts/i18n.py extract            bring the catalogue to what the code and the templates say now
    scripts/i18n.py merge DIRECTORY    extract, then fill in from DIRECTORY/*.json ({msgid: 中文})
    scripts/i18n.py check              fail on anything stale, missing, fuzzy, obsolete or with other fields
    scripts/i18n.py compile            write the .mo that Django reads

No gettext programs are needed. Texts of JavaScript come from data attributes of the templates.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wuzha"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# Which arguments are texts; (n, "c") is a context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = "# The Chinese of wuzha: `make i18n` checks it, scripts/i18n.py keeps it.\n"
# %(name)s of templates; {name} of coded problems and of str.format.
PERCENT = re.compile(r"%(?:\((\w+)\))?[sd%]")
# Half-width marks beside Chinese characters are never right in Chinese.
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”）])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff“])")
BRACKETED = re.compile(r"\(([^()]*[\u4e00-\u9fff][^()]*)\)")
FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")


def sources() -> Iterator[tuple[Path, str]]:
    """Every file that may hold texts, as Python: templates are turned into calls of gettext."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text(encoding="utf8")
    for path in sorted((SOURCE / "web" / "templates").rglob("*")):
        if path.is_file():
            calls = templatize(path.read_text(encoding="utf8"), origin=str(path))
            # Only the calls matter; their indentation is that of the page.
            yield path, "\n".join(line.lstrip() for line in calls.split("\n"))


def extracted() -> Catalog:
    """What the code and the templates mark, in the order of files, untranslated."""
    catalogue = Catalog(locale="zh_Hans", header_comment=HEADER, project="wuzha", fuzzy=False)
    for path, text in sources():
        found = extract("python", io.BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",))
        place = str(path.relative_to(ROOT))
        for line, message, comments, context in found:
            catalogue.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalogue


def stored() -> Catalog:
    """The catalogue as it is kept; empty where there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", fuzzy=False)
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="zh_Hans")


def update() -> Catalog:
    """Today's messages with the stored translations; what is no longer said is dropped."""
    fresh, old = extracted(), stored()
    for message in texts(fresh):
        known = old.get(message.id, message.context)
        if known is not None:
            message.string = known.string
    return fresh


def save(catalogue: Catalog) -> None:
    """Write the catalogue so that a diff shows texts only: no line numbers, no dates."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, omit_header=True)
    header = f'{HEADER}msgid ""\nmsgstr ""\n'
    fields = ("Language: zh_Hans", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8")
    header += "".join(f'"{field}\\n"\n' for field in (*fields, f"Plural-Forms: {catalogue.plural_forms}"))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(header + "\n" + out.getvalue().decode(), encoding="utf8")


def texts(catalogue: Catalog) -> list[Message]:
    """The messages without the header entry."""
    return [message for message in catalogue if message.id]


def forms(message: Message) -> tuple[str, ...]:
    """The English of a message: one text, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def chinese(message: Message) -> str:
    """The translation; Chinese has one form for every number."""
    return message.string if isinstance(message.string, str) else str((message.string or ("",))[0])


def fields(text: str) -> set[str]:
    """The fields that a text fills in: ``{name}`` and ``%(name)s``."""
    found = {match.group(0) for match in PERCENT.finditer(text) if match.group(0) != "%%"}
    try:
        return found | {"{" + name + "}" for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # a lone brace: not a text with {fields}
        return found


def punctuated(text: str) -> str:
    """A translation with the punctuation of Chinese print."""
    marked = HALF_WIDTH.sub(lambda mark: mark.group(0).translate(FULL_WIDTH), text)
    return BRACKETED.sub(r"（\1）", marked)


def merge(directory: Path) -> list[str]:
    """Fill in translations from JSON files; returns what could not be used, in words."""
    catalogue, remarks = update(), []
    wanted = {form: message for message in texts(catalogue) for form in forms(message)}
    given: dict[str, str] = {}
    for path in sorted(directory.glob("*.json")):
        for english, translation in json.loads(path.read_text(encoding="utf8")).items():
            if given.setdefault(english, translation) != translation:
                remarks.append(f"{path.name}: “{english}” has another translation already: {given[english]}")
    for english, translation in given.items():
        message = wanted.get(english)
        if message is not None and not chinese(message):
            message.string = punctuated(translation) if isinstance(message.id, str) else (punctuated(translation),)
    save(catalogue)
    return remarks


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one entry of the catalogue."""
    translation = chinese(message)
    if message.fuzzy:
        yield "is fuzzy"
    if not translation:
        yield "has no translation"
        return
    # Of two English forms the plural has every field; the singular may spell its number out.
    if fields(translation) != fields(forms(message)[-1]):
        yield f"has other fields in Chinese: {translation}"
    if punctuated(translation) != translation:
        yield f"has half-width punctuation in Chinese: {translation}"


def check() -> list[str]:
    """Everything that is wrong with the stored catalogue, in words."""
    kept = stored()
    fresh_keys = {(message.id, message.context) for message in texts(extracted())}
    kept_keys = {(message.id, message.context) for message in texts(kept)}
    found = [f"“{key}” is marked but not in the catalogue" for key, _ in sorted(fresh_keys - kept_keys, key=str)]
    found += [f"“{key}” is in the catalogue but nobody says it" for key, _ in sorted(kept_keys - fresh_keys, key=str)]
    found += [f"“{forms(message)[0]}” is kept as obsolete" for message in kept.obsolete.values()]
    return found + [f"“{forms(message)[0]}” {fault}" for message in texts(kept) for fault in faults(message)]


def compile_catalogue() -> None:
    """Write the .mo beside the .po."""
    with CATALOGUE.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, stored())


def report(lines: list[str], advice: str) -> int:
    """Print what was found; the exit status says whether there was anything."""
    for line in lines:
        print(line)
    if lines:
        print(f"{len(lines)} in all. {advice}")
    return 1 if lines else 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract"]:
            save(update())
            return 0
        case ["merge", directory]:
            return report(merge(Path(directory)), "The first translation was taken.")
        case ["check"]:
            return report(check(), "`scripts/i18n.py extract` brings the catalogue up to date; then translate.")
        case ["compile"]:
            compile_catalogue()
            return 0
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
