"""Addresses: one door, many spellings, one key — and never one key for two doors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuzha.registry.core.address import normalise_address
from wuzha.registry.core.text import NUMERALS, clean, fold, number_of

numbers = st.integers(1, 99)
rooms = st.integers(101, 3699)
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
SPELLINGS = [
    "松涛路{n}号{b}号楼{u}单元{r}室",
    "松涛路{n}号{b}幢{u}单元{r}",
    "松涛路{n}号 {b}栋 {u}单元 {r}室",
    "松涛路{n}号{b}座{u}门{r}室",
    "松涛路{n}号{b}#楼{u}单元{r}室",
    "松涛路{n}号{b}-{u}-{r}",
    "松涛路{n}号{b}—{u}—{r}室",
    "松涛路{n}号0{b}号楼0{u}单元0{r}室",
]


def numerals(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")


@given(numbers, numbers, numbers, rooms)
def test_every_spelling_of_a_door_gives_one_key(n: int, b: int, u: int, r: int) -> None:
    plain = {normalise_address(s.format(n=n, b=b, u=u, r=r)) for s in SPELLINGS}
    wide = {normalise_address(s.format(n=n, b=b, u=u, r=r).translate(FULL_WIDTH)) for s in SPELLINGS}
    chinese = normalise_address(SPELLINGS[0].format(n=n, b=numerals(b), u=numerals(u), r=r))
    assert plain == wide == {chinese} == {f"松涛路{n}-{b}-{u}-{r}"}


@given(st.tuples(numbers, numbers, rooms), st.tuples(numbers, numbers, rooms))
def test_different_doors_have_different_keys(one: tuple[int, int, int], two: tuple[int, int, int]) -> None:
    def key(door: tuple[int, int, int]) -> str:
        return normalise_address("锦绣苑{}号楼{}单元{}室".format(*door))

    assert (key(one) == key(two)) == (one == two)


@given(st.text(alphabet="0123456789-#号楼幢座单元门室层松涛路一十百ＡA弄 ", max_size=20))
def test_normalising_is_total_and_leaves_no_space_or_doubled_dash(text: str) -> None:
    key = normalise_address(text)
    assert " " not in key
    assert "--" not in key
    assert key == key.strip("-")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("松涛路209弄3号501室", "松涛路209弄3-501"),
        ("3号楼5楼501室", "3-501"),
        ("3号楼5层501室", "3-501"),
        ("A座1203室", "a-1203"),
        ("Ａ座１２０３", "a-1203"),
        ("桦林村东头组12号", "桦林村东头组12"),
        ("十二号楼二单元五〇一室", "12-2-501"),
        ("桦林村三组", "桦林村三组"),
        ("临街商铺", "临街商铺"),
        ("", ""),
    ],
)
def test_known_forms(written: str, key: str) -> None:
    assert normalise_address(written) == key


@given(st.integers(1, 99))
def test_counted_numerals_are_read(number: int) -> None:
    assert number_of(numerals(number)) == number


@given(st.text(alphabet=NUMERALS, min_size=1, max_size=8))
def test_reading_numerals_is_total(text: str) -> None:
    assert number_of(text) >= 0


@given(st.text(alphabet="ab Ｃ１2　\u200b\u3000（)号村\n\t-－", max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


def test_cleaning_keeps_chinese_punctuation_and_drops_what_cannot_be_seen() -> None:
    assert clean(" 各村（社区）\u200b：１２ＡＢ　号\n") == "各村（社区）：12AB 号"
