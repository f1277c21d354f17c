"""A locked report can be made again bit for bit: on another day, after everything around it has changed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from django.utils import translation
from pytest_django import Settings
from typer.testing import CliRunner

from support.rhythm_world import MARCH, MonthWorld, at
from wuzha.database import scoped
from wuzha.registry.models import Household, Unit
from wuzha.reports import actions, closing
from wuzha.reports.core import pdf
from wuzha.reports.core.papers import FileFormat, PaperKind
from wuzha.reports.documents import paper_file
from wuzha.reports.frozen import checksums, making_of, missing_words, remade
from wuzha.reports.models import Step
from wuzha.reports.progress import progress
from wuzha.terms import Scope
from wuzha.web.commands import report, report_remake
from wuzha.web.commands.app import application
from wuzha.web.commands.shell import telling_problems
from wuzha.web.recording import recorder_for

AFTER = at(3, 28)


@pytest.fixture
def world(month_ground: MonthWorld, db: None, settings: Settings) -> Iterator[MonthWorld]:
    """March is locked: one unit reported, two did not."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = month_ground
    made.visit(at(3, 10))
    made.send_in(made.cast.liaison, "物业科", at(3, 24), narrative="走访<两个>小区。", problems="人手不够。")
    with made.office():
        actions.accept(recorder_for(made.cast.clerk, "form"), made.unit("物业科"), MARCH, at(3, 26))
        closing.lock_month(made.closing(AFTER))
    return made


def locks(world: MonthWorld) -> list[Step]:
    """The locks of March as the database holds them now: of 物业科 and of the district."""
    unit = world.unit("物业科")
    with world.office():
        found = [progress(world.district_id, whose, MARCH).lock for whose in (unit.id, None)]
    return [step for step in found if step is not None]


def test_the_files_are_the_same_bytes_after_everything_around_them_changed(world: MonthWorld) -> None:
    kept = [dict(checksums(step)) for step in locks(world)]
    assert [sorted(one) for one in kept] == [
        ["report.docx", "report.xlsx"],
        ["brief.docx", "bulletin.docx", "bulletin.xlsx", "report.docx", "report.xlsx"],
    ]
    world.visit(at(3, 11), AFTER + timedelta(days=30), door=1)
    with scoped(Scope.whole(world.district_id)):
        Unit.objects.filter(name="物业科").update(name="物业管理科")
        Household.objects.filter(district_id=world.district_id).update(valid_to=at(4, 1).date())
    with world.office():
        for whose in (world.unit("物业管理科").id, None):
            lock = progress(world.district_id, whose, MARCH).lock
            assert lock is not None
            again = {f"{one.kind}.{one.file_format}": one for one in remade(lock)}
            assert {key: one.sha256 for key, one in again.items()} == checksums(lock)
            assert all(one.same for one in again.values())


def test_another_figure_another_moment_or_another_address_is_another_file(world: MonthWorld) -> None:
    step = locks(world)[1]
    for change in (
        {"snapshot": ("records", 99)},
        {"made": ("created", "2026-03-28T15:00:01+08:00")},
        {"made": ("base_url", "http://elsewhere.example/")},
    ):
        fresh = locks(world)[1]
        assert fresh.snapshot is not None
        target = fresh.snapshot.content if "snapshot" in change else fresh.detail["making"]
        (name, value) = next(iter(change.values()))
        target[name] = value
        assert not any(one.same for one in remade(fresh) if one.kind is PaperKind.REPORT and one.file_format == "docx")
    assert all(one.same for one in remade(step))


def test_the_same_snapshot_in_another_order_of_its_keys_is_the_same_file(world: MonthWorld) -> None:
    # A database restored elsewhere keeps no order of keys.
    step = locks(world)[1]
    assert step.snapshot is not None
    step.snapshot.content = json.loads(json.dumps(step.snapshot.content, sort_keys=True))
    step.snapshot.content = dict(reversed(step.snapshot.content.items()))
    assert all(one.same for one in remade(step))


def test_the_parts_of_a_file_are_stored_so_that_no_compressor_leaves_its_mark(world: MonthWorld) -> None:
    for one in remade(locks(world)[1]):
        with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
            assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_report_locked_before_there_were_checksums_is_not_called_proven(world: MonthWorld) -> None:
    step = locks(world)[0]
    step.detail = {}
    assert making_of(step).created == step.at
    assert [one.same for one in remade(step)] == [False, False]


def test_a_pdf_is_the_same_on_one_machine_and_prints_every_word(world: MonthWorld) -> None:
    assert pdf.converter(), "this test needs LibreOffice: apt-get install libreoffice-writer poppler-utils"
    unit = locks(world)[0]
    content = world.progress("物业科").locked
    assert content is not None
    first, second = (paper_file(PaperKind.REPORT, content, FileFormat.PDF, making_of(unit)) for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    assert missing_words(PaperKind.REPORT, content, first) == []
    assert missing_words(PaperKind.BULLETIN, content, first) != []


def test_the_command_says_whether_every_file_is_what_it_was(
    world: MonthWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_remake, "house", telling_problems)

    def run(*words: str) -> Result:
        with translation.override("en"):
            return CliRunner().invoke(application(), ["report", "remake", *words, "--district", "YS"])

    whole = run("2026-03", "--into", str(tmp_path / "again"))
    assert (whole.exit_code, whole.stdout.splitlines()[-1]) == (0, "11 files made again: each is what it was.")
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "again").iterdir()}
    assert set(checksums(locks(world)[1]).values()) < digests
    assert [one["verdict"] for one in json.loads(run("2026-03", "--unit", "物业科", "--json").stdout)["files"]] == [
        "same",
        "same",
    ]
    assert [
        run(*words).exit_code for words in (["2026-04"], ["March"], ["2026-13"], ["2026-03", "--unit", "无此"])
    ] == [
        2,
        2,
        2,
        2,
    ]
    monkeypatch.setattr("wuzha.reports.frozen.SOFTWARE", ())
    monkeypatch.setattr("wuzha.reports.frozen.paper_file", lambda *said: paper_file(*said) + b" ")
    changed = run("2026-03")
    assert (changed.exit_code, changed.stdout.splitlines()[-1]) == (1, "11 of 11 files are not proven.")


def test_the_shell_writes_a_locked_paper_as_it_was_locked(
    world: MonthWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "house", telling_problems)
    file = tmp_path / "paper.docx"
    for step, words in zip(locks(world), (["--unit", "物业科"], []), strict=True):
        done = CliRunner().invoke(application(), ["report", "write", "2026-03", str(file), *words, "--district", "YS"])
        assert done.exit_code == 0, done.output
        assert hashlib.sha256(file.read_bytes()).hexdigest() in checksums(step).values()
