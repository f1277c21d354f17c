import pytest

from support.duties_world import BY_ID, UNITS, unit
from wuzha.duties.core.binding import Binding, How, bind
from wuzha.terms import Interval, UnitKind

TOP = Interval.root()


def meant(binding: Binding, name: str) -> list[str]:
    return [BY_ID[unit_id].name for unit_id in binding.names[name].unit_ids]


def codes(binding: Binding) -> dict[str, str]:
    return {question.name: question.problem.code for question in binding.questions}


@pytest.mark.parametrize(
    ("name", "found", "how"),
    [
        ("市场科", "市场科", How.EXACT),
        ("物业科", "物业管理科", How.EXACT),
        ("国 际 学校", "国际学校", How.SPELLING),
        ("市场", "市场科", How.ENDING),
        ("市场科室", "市场科", How.ENDING),
        ("派出所", "河东派出所", How.ENDING),
        ("办公室", "局办公室", How.ENDING),
        ("东园", "东园社区", How.ENDING),
    ],
)
def test_names_of_one_unit_are_bound(name: str, found: str, how: How) -> None:
    binding = bind([name], UNITS, {})
    assert meant(binding, name) == [found]
    assert binding.names[name].how is how


def test_full_width_spelling_is_no_difference() -> None:
    firm = unit(30, "绿城（一期）物业ABC", UnitKind.PROPERTY_FIRM, TOP.child(9))
    binding = bind(["绿城(一期) 物业ＡＢＣ"], [*UNITS, firm], {})
    assert binding.units(["绿城(一期) 物业ＡＢＣ"]) == (30,)


@pytest.mark.parametrize("name", ["各村(社区)", "各村（社区）", "村(社区)", "各村居", "各社区", "全区各社区"])
def test_each_village_and_community_is_a_group(name: str) -> None:
    binding = bind([name], UNITS, {})
    assert meant(binding, name) == ["东园社区", "西苑村"]
    assert binding.names[name].how is How.GROUP


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("各街镇", ["河东街道"]),
        ("各学校", ["国际学校"]),
        ("各物业服务企业", ["安居物业有限公司"]),
        ("辖区公安派出所", ["河东派出所"]),
    ],
)
def test_groups_expand_by_kind(name: str, found: list[str]) -> None:
    assert meant(bind([name], UNITS, {}), name) == found


def test_the_bureaus_own_units_are_those_of_the_bureau_whose_sections_the_plan_names() -> None:
    binding = bind(["局属各单位", "物业科", "住宅中心"], UNITS, {})
    assert meant(binding, "局属各单位") == ["物业管理科", "市场科", "住宅中心"]


def test_without_a_common_superior_the_bureaus_own_units_are_all_sections() -> None:
    binding = bind(["局属各单位"], UNITS, {})
    assert meant(binding, "局属各单位") == ["物业管理科", "市场科", "住宅中心", "宣传科"]


@pytest.mark.parametrize("name", ["有关部门", "各相关单位", "各有关单位", "相关职能部门", "其他有关部门"])
def test_nobody_in_particular_is_a_question_until_it_is_answered(name: str) -> None:
    assert codes(bind([name], UNITS, {})) == {name: "DUT113"}
    answered = bind([name], UNITS, {name: [4, 12]})
    assert answered.questions == ()
    assert answered.names[name].how is How.ANSWER
    assert answered.units([name]) == (4, 12)


def test_the_answer_that_nobody_is_meant_ends_the_question() -> None:
    binding = bind(["有关部门"], UNITS, {"有关部门": []})
    assert binding.questions == ()
    assert binding.ignored("有关部门")
    assert binding.units(["有关部门"]) == ()


def test_an_answer_holds_for_every_spelling_of_the_name() -> None:
    assert bind(["有关 部门"], UNITS, {"有关部门": [4]}).units(["有关 部门"]) == (4,)


def test_an_answer_that_names_a_unit_gone_is_asked_again() -> None:
    assert codes(bind(["宣传办"], UNITS, {"宣传办": [999]})) == {"宣传办": "DUT115"}


def test_a_name_not_known_is_asked_with_the_nearest_names() -> None:
    binding = bind(["河东派处所"], UNITS, {})
    (question,) = binding.questions
    assert question.problem.code == "DUT111"
    assert BY_ID[question.candidates[0]].name == "河东派出所"
    assert "河东派出所" in question.problem.message()


def test_two_units_of_the_same_name_are_a_question() -> None:
    twin = unit(31, "市场科", UnitKind.DEPARTMENT, TOP.child(9))
    binding = bind(["市场科"], [*UNITS, twin], {})
    assert codes(binding) == {"市场科": "DUT112"}
    assert set(binding.questions[0].candidates) == {4, 31}


def test_a_short_name_that_fits_two_units_is_a_question() -> None:
    centre = unit(32, "市场中心", UnitKind.CENTRE, TOP.child(9))
    assert codes(bind(["市场"], [*UNITS, centre], {})) == {"市场": "DUT112"}


def test_a_group_without_any_unit_of_its_kind_is_a_question() -> None:
    assert codes(bind(["各银行"], UNITS, {})) == {"各银行": "DUT114"}


def test_a_unit_that_bears_the_name_of_a_group_is_itself() -> None:
    odd = unit(33, "各村(社区)", UnitKind.OTHER, TOP.child(9))
    assert bind(["各村(社区)"], [*UNITS, odd], {}).units(["各村(社区)"]) == (33,)


def test_names_are_bound_once_and_in_order() -> None:
    binding = bind(["市场科", "有关部门", "市场科", "物业科", " "], UNITS, {})
    assert list(binding.names) == ["市场科", "物业科"]
    assert binding.units(["物业科", "有关部门", "市场科", "物业科"]) == (3, 4)
