"""Names that mean every unit of a kind, and names that mean nobody in particular: data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wuzha.terms import UnitKind


@dataclass(frozen=True, slots=True)
class Group:
    """A way plans speak of many units: a pattern on the folded name, the kinds meant, and whether only those of
    the plan's own bureau are (the smallest unit that holds all the sections the plan names)."""

    pattern: re.Pattern[str]
    kinds: frozenset[UnitKind]
    own_bureau: bool = False


_EVERY = r"(?:各|全区各?|全体|所有|辖区各?|本区各?|下辖各?)*"


def _group(words: str, *kinds: UnitKind, own_bureau: bool = False) -> Group:
    return Group(re.compile(f"{_EVERY}(?:{words})"), frozenset(kinds), own_bureau)


_COMMUNITY = (
    r"(?:行政)?村(?:\(社区\)|\(居\)|居|社区|\(居\)委会|\(居\)民委员会)?"
    r"|社区(?:\(村\)|居委会)?|居\(村\)委会?|居委会|村委会"
)

GROUPS: tuple[Group, ...] = (
    _group(_COMMUNITY, UnitKind.COMMUNITY),
    _group(
        r"街镇|街道\(镇\)|街道、?镇|镇街|乡镇|街道办?|街道办事处|镇|镇\(街道\)|镇\(街\)|乡镇\(街道\)", UnitKind.STREET
    ),
    _group(r"学校|中小学校?|校|学校园|幼儿园|中小学校?幼儿园", UnitKind.SCHOOL),
    _group(r"派出所|公安派出所", UnitKind.POLICE),
    _group(r"物业(?:服务)?(?:企业|公司)|物业", UnitKind.PROPERTY_FIRM),
    _group(r"银行(?:网点|机构)?|金融机构|金融网点", UnitKind.BANK),
    _group(r"企业|公司", UnitKind.ENTERPRISE),
    _group(r"科室|职能科室|内设科室|处室", UnitKind.DEPARTMENT, own_bureau=True),
    _group(r"中心|事业单位|直属事业单位", UnitKind.CENTRE, own_bureau=True),
    _group(
        r"(?:局|委|办|区|街道)?(?:属|直属|下属|系统)?(?:各)?(?:单位|部门)|局?机关各?(?:科室|单位|部门)|科室、?中心",
        UnitKind.DEPARTMENT,
        UnitKind.CENTRE,
        own_bureau=True,
    ),
)
"""The first whose pattern is the whole name counts."""

NEEDS_EVERY = re.compile(r"各|全体|所有|全区|辖区|\(|属|系统")
"""A bare kind ("派出所", "学校") may be one unit's short name: only with one of these is it a group for sure."""

NOBODY = re.compile(r"(?:其他|其它|各|局属?)*(?:有关|相关|职能)+(?:职能)?(?:方面|部门|单位|科室|企业|机构)?")
"""Nobody in particular."""
