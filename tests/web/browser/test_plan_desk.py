"""The plan desk in a browser: upload, correct, mark what was missed, bind, confirm by a second person, preview, apply,
and the next version with its difference; by hand, by keyboard, on a phone."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from web.browser.conftest import PHONE, Enter
from wuzha.plan.core.documents import read_file

PLAN = Path(__file__).parents[3] / "src/wuzha/web/demo/data/plan-a.docx"
TEXT = """云杉区{name}宣传工作方案
一、主要任务
（一）上门宣传。物业公司逐户上门讲解反诈知识，覆盖全部住户。（责任单位：物业科）
（二）屏幕播放。辖区电子显示屏每月至少播放1次防骗短片。（责任单位：各社区、有关部门）
二、工作要求
街道每周给辖区企业发送一次提示短信。各单位每月25日前将工作情况报区专项办公室。
"""
# Marks the words of the text between two phrases, as a mouse that is drawn over them does.
MARK = """([from, to]) => {
  const text = document.querySelector("[data-text]");
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let whole = "", node;
  const ends = [];
  while ((node = nodes.nextNode())) { ends.push([whole.length, node]); whole += node.data; }
  const at = (offset) => {
    const [start, found] = ends.filter(([start]) => start <= offset).at(-1);
    return [found, offset - start];
  };
  range.setStart(...at(whole.indexOf(from)));
  range.setEnd(...at(whole.indexOf(to) + to.length));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def bring_in(page: Page, name: str) -> None:
    page.goto("/plans/new/")
    page.fill("[name=text]", TEXT.format(name=name))
    page.click("main form .btn-primary")
    expect(page).to_have_url(re.compile(r"/plans/\d+/$"))


def version(page: Page) -> int:
    """The number of the version that the page shows."""
    return int(re.findall(r"\d+", page.locator("#version b").inner_text())[0])


def test_a_plan_is_mended_confirmed_by_another_and_applied(enter: Enter, tmp_path: Path) -> None:
    document = tmp_path / "方案.txt"
    document.write_text(read_file(PLAN).text.replace("房屋管理局", "房屋保障局"), encoding="utf8")
    page = enter("clerk")
    page.goto("/plans/new/")
    page.set_input_files("[name=file]", document)
    page.click("main form .btn-primary")
    expect(page).to_have_url(re.compile(r"/plans/\d+/$"))
    first = page.url
    assert version(page) >= 1

    # Correct: another unit instead of nobody in particular, from the registry's names.
    page.click("#m5 > .wz-entry-head [data-edit]")
    form = page.locator("#at-m5 form")
    expect(page.locator("[data-text] .is-lit").first).to_be_in_viewport()
    names = form.locator("[name=units]")
    expect(names.nth(2)).to_have_value("相关科室")
    names.nth(2).fill("物业科")
    form.locator("label:has([value=banner])").click()
    form.locator(".btn-primary").click()
    expect(page).to_have_url(re.compile(r"/plans/\d+/#m5$"))
    assert page.url.split("#")[0] != first
    expect(page.locator("#m5")).to_have_class(re.compile("is-lit"))
    expect(page.locator("#m5 .wz-tag:not(.is-time)")).to_have_count(2)
    expect(page.locator("#m5")).not_to_contain_text("PLN201")
    after = version(page)

    # A second person confirms; the author has no such button.
    expect(page.locator("#version form")).to_have_count(0)
    address = page.url.split("#")[0]
    leader = enter("leader")
    leader.goto(address)
    leader.click("#version form button")
    leader.click("#confirm [value=yes]")
    expect(leader.locator("#version .wz-pill.is-done")).to_be_visible()

    # Preview in numbers by unit, then apply.
    page.goto(address + "duties/?view=unit")
    expect(page.locator("#list-units tbody tr").first).to_be_visible()
    page.click(".wz-apply button")
    page.click("#confirm [value=yes]")
    expect(page).to_have_url(re.compile(r"/duties/$"))

    # The next version and what it changes.
    page.goto(address)
    page.click("#m6 > .wz-entry-head [data-edit]")
    page.fill("#at-m6 [name=times]", "2")
    page.select_option("#at-m6 [name=per]", "quarter")
    page.click("#at-m6 .btn-primary")
    expect(page).to_have_url(re.compile(r"#m6$"))
    assert version(page) == after + 1
    expect(page.locator("#version .wz-pill.is-due_soon")).to_be_visible()
    page.click("#version a[href$='/compare/']")
    change = page.locator(".wz-changes > li")
    expect(change).to_have_count(1)
    expect(change.locator("ins")).to_contain_text("2")


def test_words_that_were_missed_are_marked_and_a_name_is_answered_in_place(enter: Enter) -> None:
    page = enter("clerk")
    bring_in(page, "标记")
    expect(page.locator("[data-mark]")).to_be_hidden()
    page.evaluate(MARK, ["街道每周", "提示短信。"])
    page.click("[data-mark] [data-part=measures]")
    form = page.locator("#adding-measures form")
    expect(form.locator(".wz-marked")).to_have_text("街道每周给辖区企业发送一次提示短信。")
    expect(form.locator("[name=times]")).to_have_value("1")
    form.locator("[name=units]").first.fill("松涛街道办")
    form.locator(".btn-primary").click()
    expect(page).to_have_url(re.compile(r"#m3$"))
    expect(page.locator("#m3")).to_contain_text("松涛街道办")
    lit = page.locator("[data-text] .is-lit")
    assert "".join(lit.all_inner_texts()) == "街道每周给辖区企业发送一次提示短信。"

    page.click("#m2 .wz-unit.is-asked")
    asking = page.locator("#at-m2 .wz-asking")
    asking.locator("summary").click()
    asking.locator("details label", has_text="物业科").click()
    page.click("#at-m2 .btn-primary")
    expect(page).to_have_url(re.compile(r"#m2$"))
    expect(page.locator("#m2 .wz-unit.is-asked")).to_have_count(0)


def test_everything_is_reached_by_keys(enter: Enter) -> None:
    page = enter("clerk")
    bring_in(page, "按键")
    problems = page.locator("[data-problem]")
    count = problems.count()
    assert count >= 2
    page.keyboard.press("n")
    expect(problems.nth(0)).to_be_focused()
    page.keyboard.press("n")
    expect(problems.nth(1)).to_be_focused()
    page.keyboard.press("p")
    expect(problems.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-problem] form [name=state]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-problem] form")).to_have_count(0)
    expect(problems.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-problem] form [name=state]").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("由办公室口头明确")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("由办公室口头明确")
    expect(page.locator("[data-problem]")).to_have_count(count - 1)

    page.keyboard.press("j")
    while page.evaluate("document.activeElement.id") != "m1":
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#at-m1 [name=id]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("改过的标题")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#m1$"))
    expect(page.locator("#m1 h3")).to_contain_text("改过的标题")


def test_keys_light_both_sides_and_are_listed(enter: Enter) -> None:
    page = enter("clerk")
    bring_in(page, "亮灯")
    in_text = page.locator("[data-text] a[data-span=m2]").first
    page.locator("[data-text] a[data-span=m1]").last.focus()
    while page.evaluate("document.activeElement.dataset.span") != "m2":
        page.keyboard.press("Tab")
    expect(page.locator("#m2")).to_have_class(re.compile("is-lit"))
    expect(in_text).to_have_class(re.compile("is-lit"))
    page.locator("#m2 h3 a").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#m1:is(.is-lit, :has(.is-lit))")).to_be_visible()
    expect(page.locator("#m2")).not_to_have_class(re.compile("is-lit"))
    page.keyboard.press("?")
    expect(page.locator("#shortcuts dl")).to_contain_text("下一个、上一个待处理问题")


def test_a_phone_corrects_and_takes_out(enter: Enter) -> None:
    page = enter("clerk", PHONE)
    bring_in(page, "手机")
    page.tap("#m1 > .wz-entry-head [data-edit]")
    page.fill("#at-m1 [name=title]", "敲门讲解")
    page.tap("#at-m1 .btn-primary")
    expect(page).to_have_url(re.compile(r"#m1$"))
    expect(page.locator("#m1 h3")).to_contain_text("敲门讲解")
    page.tap("#m2 > .wz-entry-head [data-edit]")
    page.tap("#at-m2 .wz-remove")
    page.tap("#confirm [value=yes]")
    expect(page.locator("#measures .wz-asked > li")).to_have_count(1)
    page.goto(page.url.split("#")[0] + "history/")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.goto("/plans/write/")
    page.locator("label:has([value=department])").tap()
    page.fill("[name=title]", "手机上写的方案")
    page.tap("main form .btn-primary")
    expect(page).to_have_url(re.compile(r"/plans/\d+/$"))
    expect(page.locator("#measures .wz-asked > li")).to_have_count(5)
