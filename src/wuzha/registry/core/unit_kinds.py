"""What a unit's name says about its kind."""

from __future__ import annotations

import re

from wuzha.registry.core.text import fold
from wuzha.terms import UnitKind

_ENDINGS: tuple[tuple[str, UnitKind], ...] = (
    (r"派出所|公安分?局|刑侦大队|刑警大队|警务室", UnitKind.POLICE),
    (r"学校|小学|中学|幼儿园|学院|大学|高中|初中", UnitKind.SCHOOL),
    (r"银行|支行|分行|储蓄所|信用社|农商行", UnitKind.BANK),
    (r"物业|物业.*(?:公司|企业|服务中心|服务处)", UnitKind.PROPERTY_FIRM),
    (r"街道|街道办事处|镇|乡|镇政府|乡政府|街镇", UnitKind.STREET),
    (r"社区|村|居委会|村委会|居民委员会|村民委员会|村\(社区\)", UnitKind.COMMUNITY),
    (r"扫黑办|专班|专项办|领导小组办公室|反诈办|反诈中心", UnitKind.OFFICE),
    (r"公司|企业|集团|厂|超市|商场|市场|酒店|宾馆", UnitKind.ENTERPRISE),
    (r"中心|维修资金|站|馆", UnitKind.CENTRE),
    (r"科|科室|处|局|分局|所|部|办|办公室|委|团委|队|中队|大队|股|室", UnitKind.DEPARTMENT),
)
_RULES = tuple((re.compile(f"(?:{endings})$"), kind) for endings, kind in _ENDINGS)


def guess_kind(name: str) -> UnitKind:
    """The kind that a unit's name suggests by its ending; ``OTHER`` where it suggests none."""
    written = fold(name)
    return next((kind for rule, kind in _RULES if rule.search(written)), UnitKind.OTHER)
