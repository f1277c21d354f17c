"""Templates on the pages: only the office; checked, tried, used, gone back from; a locked month keeps its own."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, connections
from django.test import Client
from pytest_django import Settings

from support.rhythm_world import MARCH, MonthWorld, at, make_month
from wuzha.ledger.models import Audit
from wuzha.reports import actions, closing, templates
from wuzha.reports.core.template_fields import Layout, fields_of
from wuzha.reports.core.template_ready import ready_template
from wuzha.reports.core.wordml import steady_archive
from wuzha.reports.frozen import remade, templates_of
from wuzha.reports.progress import progress
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.recording import recorder_for

Browser = Callable[[User | None], Client]
HERE = "/reports/templates/unit/"
AFTER = at(3, 28)


@pytest.fixture
def world(month_ground: MonthWorld, db: None, settings: Settings) -> Iterator[MonthWorld]:
    """It is the 28th of March; 物业科 has reported and is accepted."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = month_ground
    made.send_in(made.cast.liaison, "物业科", at(3, 24), narrative="走访两个小区。")
    with made.office():
        actions.accept(recorder_for(made.cast.clerk, "form"), made.unit("物业科"), MARCH, at(3, 26))
    with clock.at(AFTER):
        yield made


def changed(line: str, layout: Layout = Layout.UNIT) -> SimpleUploadedFile:
    """The ready template with a line of the office's own in front."""
    file = docx.Document(io.BytesIO(ready_template(layout)))
    file.paragraphs[0].insert_paragraph_before(line)
    out = io.BytesIO()
    file.save(out)
    return SimpleUploadedFile("改过.docx", steady_archive(out.getvalue()))


def first_line(content: bytes) -> str:
    return str(docx.Document(io.BytesIO(content)).paragraphs[0].text)


def report_of(world: MonthWorld) -> str:
    return f"/reports/{world.cast.units['物业科']}/2026-03/report.docx"


def test_only_the_office_changes_templates(world: MonthWorld, visit: Browser) -> None:
    paths = ["/reports/templates/", HERE, f"{HERE}fields/", f"{HERE}ready.docx", f"{HERE}1.docx", f"{HERE}1/trial.docx"]
    for who in ("leader", "liaison", "community", "worker"):
        browser = visit(world.cast[who])
        assert {browser.get(path).status_code for path in paths} == {403}
        assert browser.post(HERE, {"file": changed("偷改")}).status_code == 403
        assert browser.post(f"{HERE}use/", {"number": "0"}).status_code == 403
    visit(world.cast.clerk).post(HERE, {"file": changed("本区{{ 单位 }}")})
    assert visit(world.cast.stranger).get(f"{HERE}1.docx").status_code == 404, "another district's clerk"
    assert visit(world.cast.stranger).post(f"{HERE}use/", {"number": "1"}).status_code == 404
    clerk = visit(world.cast.clerk)
    assert [clerk.get(path).status_code for path in paths] == [200] * len(paths)
    assert clerk.get("/reports/templates/ledger/").status_code == 404
    assert clerk.get(f"{HERE}use/").status_code == 405
    for number in ("9", "x", "-1", ""):
        assert clerk.post(f"{HERE}use/", {"number": number}).status_code == 404


def test_a_template_is_tried_before_it_is_used_and_left_again(world: MonthWorld, visit: Browser) -> None:
    clerk = visit(world.cast.clerk)
    page = clerk.post(HERE, {"file": changed("内部资料 {{ 单位 }}")}, follow=True).content.decode()
    assert "The template is version 1" in page
    assert "built-in layout" in page
    assert first_line(clerk.get(report_of(world)).content).startswith("物业科")
    assert first_line(clerk.get(f"{HERE}1/trial.docx?month=2026-03").content).startswith("内部资料 ")
    assert first_line(clerk.get(f"{HERE}1/trial.docx").content) == "内部资料 示例科"
    clerk.post(f"{HERE}use/", {"number": "1"})
    assert first_line(visit(world.cast.liaison).get(report_of(world)).content) == "内部资料 物业科"
    assert first_line(clerk.get("/reports/district/2026-03/report.docx").content) != "内部资料 物业科"
    clerk.post(f"{HERE}use/", {"number": "0"})
    assert first_line(clerk.get(report_of(world)).content).startswith("物业科")
    again = clerk.post(HERE, {"file": changed("内部资料 {{ 单位 }}")}, follow=True).content.decode()
    assert "The template is version 1" in again, "the same file again is the version that it is"
    with world.office():
        lines = list(Audit.objects.filter(action__startswith="report.template").order_by("id"))
    assert [line.action for line in lines] == ["report.template.keep", "report.template.use", "report.template.use"]


def test_uploads_in_one_moment_take_turns(own_database: None, tmp_path: Path) -> None:
    world = make_month(tmp_path)
    recorder, start, numbers = recorder_for(world.cast.clerk, "form"), threading.Barrier(4), []

    def keep(line: str) -> None:
        content = changed(line).read()
        start.wait()
        with world.office():
            numbers.append(templates.keep_template(recorder, Layout.UNIT, content, "a.docx", AFTER).number)
        connections.close_all()

    threads = [threading.Thread(target=keep, args=(line,)) for line in "甲乙丙丁"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4]


def test_a_wrong_template_is_refused_whole_with_every_place(world: MonthWorld, visit: Browser) -> None:
    clerk = visit(world.cast.clerk)
    page = clerk.post(HERE, {"file": changed("{{ 单味 }} {{ 单位.__class__ }}")}).content.decode()
    assert "RPT138" in page
    assert "RPT139" in page
    assert "第1段" in page
    assert "单位" in page
    page = clerk.post(HERE, {"file": SimpleUploadedFile("a.docx", b"PK\x03\x04")}).content.decode()
    assert "RPT130" in page
    page = clerk.post(HERE, {"file": SimpleUploadedFile("a.docx", b"x" * (3 * 1024 * 1024))}).content.decode()
    assert "RPT131" in page
    assert "This field is required" in clerk.post(HERE, {"file": ""}).content.decode()
    assert "No template of your own yet" in clerk.get(HERE).content.decode()


def test_a_locked_month_is_made_again_with_its_own_template(world: MonthWorld, visit: Browser) -> None:
    clerk = visit(world.cast.clerk)
    clerk.post(HERE, {"file": changed("第一版 {{ 单位 }}")})
    clerk.post(f"{HERE}use/", {"number": "1"})
    with world.office():
        closing.lock_month(world.closing(AFTER))
    before = clerk.get(report_of(world)).content
    assert first_line(before) == "第一版 物业科"
    clerk.post(HERE, {"file": changed("第二版 {{ 单位 }}")})
    clerk.post(f"{HERE}use/", {"number": "2"})
    with clock.at(at(5, 1)):
        assert clerk.get(report_of(world)).content == before
    page = clerk.get(report_of(world).replace("report.docx", "?remake=1")).content.decode()
    kept = hashlib.sha256(bytes(changed("第一版 {{ 单位 }}").read())).hexdigest()
    assert page.count("the same again") == 2
    assert kept[:16] in page
    with world.office():
        lock = progress(world.district_id, world.unit("物业科").id, MARCH).lock
        whole = progress(world.district_id, None, MARCH).lock
        assert lock is not None
        assert whole is not None
        assert all(one.same for one in remade(lock))
        assert (templates_of(lock), templates_of(whole)) == ({"unit": kept}, {})


def test_versions_cannot_be_changed_or_taken_away(world: MonthWorld, visit: Browser) -> None:
    visit(world.cast.clerk).post(HERE, {"file": changed("一 {{ 单位 }}")})
    for word in ("UPDATE reports_template SET layout = 'x'", "DELETE FROM reports_template_use"):
        with pytest.raises(Error, match="permission denied"), world.office(), connection.cursor() as cursor:
            cursor.execute(word)


def test_the_list_of_fields_is_that_of_the_paper_filtered_and_exported(world: MonthWorld, visit: Browser) -> None:
    clerk = visit(world.cast.clerk)
    page = clerk.get(f"{HERE}fields/").content.decode()
    assert all(f"{{{{ {name} }}}}" in page or f"in {name} %}}" in page for name in fields_of(Layout.UNIT))
    assert "报送句" not in page
    some = clerk.get(f"{HERE}fields/?shape=rows").content.decode()
    assert "任务情况表" in some
    assert "落款单位" not in some
