"""The Chinese words that rosters use for stored values. The first word of a value is the one we write."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from wuzha.privacy.core.words import Relation
from wuzha.terms import AreaLevel, PlaceClass, UnitKind


class Post(StrEnum):
    """What a person does for a unit (岗位)."""

    LEADER = "leader"
    LIAISON = "liaison"
    DEPUTY = "deputy"
    WORKER = "worker"
    CHIEF = "chief"
    VICE = "vice"
    MEMBER = "member"


class HouseholdStatus(StrEnum):
    """Whether somebody lives there (居住状态). Vacant and non-residential doors are not due a visit."""

    OCCUPIED = "occupied"
    VACANT = "vacant"
    NONRESIDENTIAL = "nonresidential"


class GroupKind(StrEnum):
    """Kinds of chat groups (群类别)."""

    VILLAGE = "village"
    GRID = "grid"
    STAFF = "staff"
    PARENTS = "parents"


def _words(table: Mapping[StrEnum, str]) -> dict[str, str]:
    return {word: str(value) for value, words in table.items() for word in words.split()}


def main_words(words: Mapping[str, str]) -> dict[str, str]:
    """Stored value → the word that we write for it."""
    return {words[word]: word for word in reversed(list(words))}


LEVELS = _words(
    {
        AreaLevel.DISTRICT: "区 县 开发区 新区 市",
        AreaLevel.STREET: "街道 镇 乡 街镇",
        AreaLevel.COMMUNITY: "社区 村 居委会 村委会 居委 行政村",
        AreaLevel.COMPOUND: "小区 住宅小区 自然村 村民组 生产组",
        AreaLevel.BUILDING: "楼栋 楼 幢 栋",
    }
)

UNIT_KINDS = _words(
    {
        UnitKind.OFFICE: "专项办公室 牵头办 办公室",
        UnitKind.DEPARTMENT: "科室 部门 机关",
        UnitKind.CENTRE: "中心 事业单位",
        UnitKind.STREET: "街镇 街道 镇 乡",
        UnitKind.COMMUNITY: "村(社区) 社区 村 居委会 村委会",
        UnitKind.POLICE: "公安 派出所",
        UnitKind.SCHOOL: "学校",
        UnitKind.PROPERTY_FIRM: "物业服务企业 物业公司 物业",
        UnitKind.ENTERPRISE: "企业 公司",
        UnitKind.BANK: "银行",
        UnitKind.OTHER: "其他",
    }
)

POSTS = _words(
    {
        Post.LEADER: "分管领导 负责人 领导 责任领导",
        Post.LIAISON: "联络员 联系人",
        Post.DEPUTY: "副联络员 代理人 备用联络员",
        Post.CHIEF: "组长 领导小组组长",
        Post.VICE: "副组长 领导小组副组长",
        Post.MEMBER: "组员 成员 领导小组成员",
        Post.WORKER: "工作人员 网格员 物业人员 志愿者 民警",
    }
)

STATUSES = _words(
    {
        HouseholdStatus.OCCUPIED: "在住 自住 出租 有人居住 居住",
        HouseholdStatus.VACANT: "空户 空置 空关 无人居住",
        HouseholdStatus.NONRESIDENTIAL: "非住宅 商用 非居 办公",
    }
)

RELATIONS = _words(
    {Relation.HEAD: "户主 本人 业主", Relation.GUARDIAN: "监护人 家长", Relation.OTHER: "其他 家属 租户 承租人"}
)

GROUP_KINDS = _words(
    {
        GroupKind.VILLAGE: "村务群 居务群 阳光村务群 业主群",
        GroupKind.GRID: "网格群 网格工作群",
        GroupKind.STAFF: "工作群 单位工作群",
        GroupKind.PARENTS: "家长群 学生家长群",
    }
)

PLACE_CLASSES = _words(
    {
        PlaceClass.SCREEN: "电子显示屏 显示屏 电子屏 LED屏",
        PlaceClass.COUNTER: "办事窗口 窗口 服务台",
        PlaceClass.BANK: "银行网点 银行",
        PlaceClass.HOTEL: "酒店 宾馆 旅馆",
        PlaceClass.SHOP: "商店 超市 商超 商场 沿街商铺 沿街门店 沿街公司 沿街单位",
        PlaceClass.HOSPITAL: "医院 卫生院 卫生服务中心 诊所",
        PlaceClass.SCHOOL: "学校 幼儿园",
        PlaceClass.MARKET: "农贸市场 集贸市场 菜场 市场",
        PlaceClass.SQUARE: "公园广场 广场 公园",
        PlaceClass.STOP: "公交站 公交站台 站台 车站 客运站 候车亭",
        PlaceClass.VEHICLE: "车辆 公交车 公交车辆 公共汽车 出租车 网约车",
        PlaceClass.LIGHTBOX: "灯箱 绿化灯箱 广告灯箱",
        PlaceClass.BANNER_SITE: "横幅点 横幅 横幅点位 交通要道 主干道 路口",
        PlaceClass.BUILDING_SITE: "工地 建筑工地 拆房工地 修缮工地",
        PlaceClass.AGENCY: "房产中介 中介门店 中介",
        PlaceClass.GOVERNMENT: "机关办公楼 机关 办公楼",
        PlaceClass.SALES_OFFICE: "售楼处",
        PlaceClass.CHAT_GROUP: "微信群 群",
        PlaceClass.STAIRWELL: "楼道 单元楼道 楼组 单元门 单元门口 楼门",
        PlaceClass.PRODUCTION_GROUP: "生产组 村生产组 村民小组 村民组",
        PlaceClass.NOTICE_BOARD: "宣传栏 公告栏",
    }
)
