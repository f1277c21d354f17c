"""Overview, duties and ledger: the same figures everywhere, and to each visitor only what is theirs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from support.cast import PASSWORD
from wuzha.database import scoped
from wuzha.oversight.queries import duty_matrix
from wuzha.terms import DutyState
from wuzha.web import clock
from wuzha.web.models import User
from wuzha.web.pages.duty_rows import NOBODY, DutyRows, Tally, measure_groups
from wuzha.web.sources import Ask, Days, Given

Browser = Callable[[User | None], Client]
PAGES = ["/", "/duties/", "/duties/list/", "/ledger/"]
PEOPLE = ["clerk", "leader", "liaison", "community", "worker"]


def test_a_visitor_is_asked_to_log_in_and_comes_back_to_the_page(visit: Browser) -> None:
    for path in PAGES:
        answer = visit(None).get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={path}")


def test_everybody_of_the_district_gets_the_pages_and_another_district_sees_nothing(
    campaign: Any, visit: Browser
) -> None:
    for path in PAGES:
        for who in PEOPLE:
            page = visit(campaign.cast[who]).get(path)
            assert page.status_code == 200
            assert 'aria-current="page"' in page.content.decode()
        strange = visit(campaign.cast.stranger).get(path).content.decode()
        assert not re.search("锦绣|明月|桦林|四\\(一\\)", strange)


def test_a_firm_sees_its_own_doors_and_no_others(campaign: Any, visit: Browser) -> None:
    page = visit(campaign.cast.worker).get("/duties/list/").content.decode()
    rows = page.split("<tbody>")[1]
    assert "锦绣苑" in rows
    assert "明月苑" not in rows
    assert visit(campaign.cast.worker).get("/ledger/").content.decode().split("<tbody>")[0]


def rows_of(user: User, given: Given | None = None) -> list[dict[str, Any]]:
    with scoped(user.scope):
        source = DutyRows(user.district_id, clock.today(), measure_groups(user.district_id))
        return list(source.fetch(Ask(given or {}, "due", limit=1000)))


def counted(user: User, **more: Any) -> dict[str, int]:
    with scoped(user.scope):
        cells = duty_matrix(user.district_id, clock.today(), **more)
    total = sum((Tally.of(cell) for cell in cells), Tally())
    return {state.value: total[state] for state in DutyState}


def test_the_rows_are_the_figures(campaign: Any) -> None:
    """Also where the work that decides was recorded by others, whose ledger rows the visitor may not read."""
    for who in PEOPLE:
        user = campaign.cast[who]
        states = [row["state"] for row in rows_of(user)]
        assert {state.value: states.count(state.value) for state in DutyState} == counted(user)
        assert len(set(states)) > 2, "the world of this test must show several states"


def test_each_door_is_in_the_state_that_its_records_say(campaign: Any) -> None:
    states = {
        (row["doer"], row["target"]): row["state"] for row in rows_of(campaign.cast.clerk, {"measure": first(campaign)})
    }
    firm = [states["锦绣物业", f"1号楼{door}室"] for door in (101, 102, 201, 202)]
    assert firm == ["done", "done_late", "not_counted", "done_late"]
    assert states["明月物业", "1号楼101室"] == "late", "a refusal stays owed"


def first(campaign: Any) -> str:
    with scoped(campaign.cast.clerk.scope):
        return measure_groups(campaign.cast.district_id)[0].key


def test_a_state_asked_for_gives_just_its_rows_and_its_count(campaign: Any) -> None:
    user = campaign.cast.clerk
    whole = rows_of(user)
    for state in DutyState:
        everything = [row["id"] for row in whole if row["state"] == state]
        with scoped(user.scope):
            source = DutyRows(user.district_id, clock.today(), measure_groups(user.district_id))
            assert source.count({"state": state.value}) == len(everything)
            paged, start = [], None
            while batch := source.fetch(Ask({"state": state.value}, "due", start=start, limit=2)):
                paged += [row["id"] for row in batch]
                start = source.place(batch[-1], "due")
        assert paged == everything


def test_due_days_unit_and_doer_narrow_rows_and_count_alike(campaign: Any) -> None:
    user, firm = campaign.cast.clerk, str(campaign.cast.units["锦绣物业"])
    march = Days(date(2026, 3, 1), date(2026, 3, 31))
    cases: list[Given] = [
        {"due": march},
        {"doer": firm},
        {"doer": firm, "due": march, "state": "done"},
        {"accountable": NOBODY},
    ]
    for given in cases:
        found = rows_of(user, given)
        with scoped(user.scope):
            source = DutyRows(user.district_id, clock.today(), measure_groups(user.district_id))
            assert source.count(given) == len(found)


def test_a_cell_of_the_matrix_leads_to_as_many_rows_as_it_says(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    page = browser.get("/duties/?span=all&by=doer").content.decode()
    cells = re.findall(r'<a class="wz-cell is-\w+" href="([^"]+)"[^>]*>.*?<span>(\d+)/(\d+)</span>', page)
    assert len(cells) > 3
    for href, reached, total in cells:
        listed = browser.get(href.replace("&amp;", "&")).content.decode()
        states = re.findall(r"<tr>.*?wz-pill is-(\w+)", listed, re.S)
        assert sum(state in ("done", "done_late") for state in states) == int(reached)
        assert sum(state != "not_counted" for state in states) == int(total)


def test_the_overview_names_late_units_and_its_figures_lead_to_their_rows(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    page = browser.get("/").content.decode()
    late = re.search(r'href="([^"]+state=late[^"]*)">.*?wz-stat-figure">(\d+)', page, re.S)
    assert late
    listed = browser.get(late[1].replace("&amp;", "&")).content.decode()
    assert f"Rows: {late[2]}" in listed
    assert "物业科" in page.split("To press this week")[1]


def test_an_empty_district_is_led_to_its_first_step(campaign: Any, visit: Browser) -> None:
    page = visit(campaign.cast.stranger).get("/").content.decode()
    assert "Upload the work plan" in page
    assert 'aria-current="step"' in page


def test_the_ledger_hides_corrected_rows_until_asked_for_them(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    standing, everything = (browser.get(f"/ledger/{query}").content.decode() for query in ("", "?rows=all"))
    assert str(campaign.corrected) not in standing
    assert str(campaign.correction) in standing
    assert str(campaign.corrected) in everything


def test_the_ledger_is_filtered(campaign: Any, visit: Browser) -> None:
    wanted = {
        "outcome=refused": 1,
        "kind=screen_loop": 2,
        "day_first=2026-04-01&day_last=2026-04-30": 2,
        "words=1号楼101室": 2,
        "words=短片": 2,
        "grade=A": 0,
    }
    browser = visit(campaign.cast.clerk)
    pages = {query: browser.get(f"/ledger/?{query}").content.decode() for query in wanted}
    assert {query: page.count('data-label="Evidence"') for query, page in pages.items()} == wanted


def test_a_unit_or_area_of_the_ledger_takes_in_all_below_it(campaign: Any, visit: Browser) -> None:
    browser, cast = visit(campaign.cast.clerk), campaign.cast
    street, community = (
        browser.get(f"/ledger/?kind=visit&area={cast.areas[name]}").content.decode()
        for name in ("松涛街道", "白桦社区")
    )
    assert street.count('data-label="Evidence"') == 5
    assert community.count('data-label="Evidence"') == 1


def test_the_export_of_the_ledger_is_what_the_page_shows(campaign: Any, visit: Browser) -> None:
    answer = visit(campaign.cast.clerk).get("/ledger/?outcome=met&export=csv")
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    page = visit(campaign.cast.clerk).get("/ledger/?outcome=met").content.decode()
    assert len(lines) - 1 == page.count('data-label="Evidence"') == 3
    assert lines[1][0] == re.findall(r'data-label="When">([^<]+)<', page)[0]


def test_a_row_shows_its_corrections_both_ways(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    old = browser.get(f"/ledger/{campaign.corrected}/").content.decode()
    assert "A newer row corrects this one" in old
    assert str(campaign.correction) in old
    new = browser.get(f"/ledger/{campaign.correction}/").content.decode()
    assert "A newer row corrects this one" not in new
    assert str(campaign.corrected) in new


def test_a_row_outside_the_scope_does_not_exist(campaign: Any, visit: Browser) -> None:
    assert visit(campaign.cast.stranger).get(f"/ledger/{campaign.correction}/").status_code == 404


def test_a_wrong_password_keeps_the_name_and_says_so(campaign: Any, visit: Browser) -> None:
    page = visit(None).post("/login/", {"username": "clerk", "password": "wrong"})
    assert page.status_code == 200
    assert 'value="clerk"' in page.content.decode()
    assert "wz-error" in page.content.decode()


def test_logging_in_leads_to_the_page_that_was_wanted_and_out_again(campaign: Any, visit: Browser) -> None:
    browser = visit(None)
    answer = browser.post("/login/", {"username": "clerk", "password": PASSWORD, "next": "/ledger/?kind=visit"})
    assert answer["Location"] == "/ledger/?kind=visit"
    assert browser.get("/ledger/").status_code == 200
    assert browser.post("/logout/")["Location"] == "/login/"
    assert browser.get("/ledger/").status_code == 302


def test_the_language_is_kept_for_the_next_log_in_and_leads_back_home_only(campaign: Any, visit: Browser) -> None:
    browser = visit(campaign.cast.clerk)
    assert browser.post("/language/", {"language": "en", "next": "/ledger/"})["Location"] == "/ledger/"
    assert User.objects.get(username="clerk").language == "en"
    assert browser.post("/language/", {"language": "xx", "next": "https://elsewhere.example/"})["Location"] == "/"
    assert User.objects.get(username="clerk").language == "en"
