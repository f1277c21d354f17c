"""The office's word for every value of the shared terms, ready for translation when shown."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuzha.terms import (
    AreaLevel,
    Channel,
    DutyState,
    FactKind,
    Grade,
    Outcome,
    Per,
    PlaceClass,
    Role,
    TargetKind,
    UnitKind,
)

# By type first: equal strings of two types (a screen as channel and as place) are different words.
WORDS: dict[type[StrEnum], dict[StrEnum, Promise]] = {
    Channel: {
        Channel.HOUSEHOLD_VISIT: _("Household visit"),
        Channel.SCREEN: _("Electronic screen"),
        Channel.COUNTER: _("Service counter"),
        Channel.PLACEMENT: _("Posters and displays"),
        Channel.BANNER: _("Banner"),
        Channel.LIGHTBOX: _("Light box"),
        Channel.TRANSIT: _("Public transport"),
        Channel.CHAT_GROUP: _("Chat group"),
        Channel.OFFICIAL_ACCOUNT: _("Official account"),
        Channel.SMS: _("Text message"),
        Channel.LETTER: _("Letter"),
        Channel.RECEIPT: _("Signed receipt"),
        Channel.PLEDGE: _("Pledge signing"),
        Channel.EVENT: _("Event"),
        Channel.COMMUNITY_AWARD: _("Fraud-free community"),
        Channel.MEDIA: _("News media"),
        Channel.TRAINING: _("Training"),
    },
    FactKind: {
        FactKind.VISIT: _("Visit"),
        FactKind.PLACEMENT: _("Placement"),
        FactKind.SCREEN_LOOP: _("Screen loop"),
        FactKind.GROUP_POST: _("Group post"),
        FactKind.PUBLICATION: _("Publication"),
        FactKind.MESSAGE_BATCH: _("Message batch"),
        FactKind.LETTER: _("Letter delivered"),
        FactKind.EVENT: _("Event held"),
        FactKind.MEETING: _("Meeting"),
        FactKind.PLAN_FILED: _("Work plan filed"),
        FactKind.REPORT_FILED: _("Report filed"),
        FactKind.WITHDRAWAL: _("Withdrawn"),
    },
    Outcome: {
        Outcome.MET: _("Met"),
        Outcome.MATERIAL_LEFT: _("Material left"),
        Outcome.NOT_HOME: _("Not at home"),
        Outcome.VACANT: _("Vacant"),
        Outcome.REFUSED: _("Refused"),
    },
    Grade: {
        Grade.A: _("A · machine log"),
        Grade.B: _("B · two parties"),
        Grade.C: _("C · photo or scan"),
        Grade.D: _("D · own statement"),
    },
    TargetKind: {
        TargetKind.HOUSEHOLD: _("Household"),
        TargetKind.PLACE: _("Place"),
        TargetKind.UNIT: _("Unit"),
    },
    PlaceClass: {
        PlaceClass.SCREEN: _("Electronic screen"),
        PlaceClass.COUNTER: _("Service counter"),
        PlaceClass.BANK: _("Bank"),
        PlaceClass.HOTEL: _("Hotel"),
        PlaceClass.SHOP: _("Shop"),
        PlaceClass.HOSPITAL: _("Hospital"),
        PlaceClass.SCHOOL: _("School"),
        PlaceClass.MARKET: _("Market"),
        PlaceClass.SQUARE: _("Park or square"),
        PlaceClass.STOP: _("Stop or station"),
        PlaceClass.VEHICLE: _("Vehicle"),
        PlaceClass.LIGHTBOX: _("Light box"),
        PlaceClass.BANNER_SITE: _("Banner site"),
        PlaceClass.BUILDING_SITE: _("Building site"),
        PlaceClass.AGENCY: _("Estate agency"),
        PlaceClass.GOVERNMENT: _("Government building"),
        PlaceClass.SALES_OFFICE: _("Sales office"),
        PlaceClass.CHAT_GROUP: _("Chat group"),
        PlaceClass.STAIRWELL: _("Stairwell"),
        PlaceClass.PRODUCTION_GROUP: _("Village group"),
        PlaceClass.NOTICE_BOARD: _("Notice board"),
    },
    Per: {
        Per.DAY: _("day"),
        Per.WEEK: _("week"),
        Per.MONTH: _("month"),
        Per.QUARTER: _("quarter"),
        Per.YEAR: _("year"),
    },
    DutyState: {
        DutyState.DONE: _("Done"),
        DutyState.DONE_LATE: _("Done late"),
        DutyState.OPEN: _("Open"),
        DutyState.DUE_SOON: _("Due soon"),
        DutyState.LATE: _("Late"),
        DutyState.NOT_COUNTED: _("Not counted"),
    },
    AreaLevel: {
        AreaLevel.DISTRICT: _("District"),
        AreaLevel.STREET: _("Street"),
        AreaLevel.COMMUNITY: _("Community"),
        AreaLevel.COMPOUND: _("Compound"),
        AreaLevel.BUILDING: _("Building"),
    },
    UnitKind: {
        UnitKind.OFFICE: _("Campaign office"),
        UnitKind.DEPARTMENT: _("Department"),
        UnitKind.CENTRE: _("Centre"),
        UnitKind.STREET: _("Street office"),
        UnitKind.COMMUNITY: _("Community committee"),
        UnitKind.POLICE: _("Police station"),
        UnitKind.SCHOOL: _("School"),
        UnitKind.PROPERTY_FIRM: _("Property firm"),
        UnitKind.ENTERPRISE: _("Enterprise"),
        UnitKind.BANK: _("Bank branch"),
        UnitKind.OTHER: _("Other unit"),
    },
    Role: {
        Role.CLERK: _("Office clerk"),
        Role.LEADER: _("Leader"),
        Role.LIAISON: _("Liaison officer"),
        Role.WORKER: _("Field worker"),
        Role.ADMIN: _("System administrator"),
        Role.SECURITY: _("Security administrator"),
        Role.AUDITOR: _("Audit administrator"),
    },
}


def word(value: StrEnum) -> str:
    """The word for one value of a shared term, in the language of the present request."""
    return str(WORDS[type(value)][value])


def choices(term: type[StrEnum]) -> list[tuple[str, Promise]]:
    """Every value of a term with its word, for a select field."""
    return [(value.value, WORDS[term][value]) for value in term]
