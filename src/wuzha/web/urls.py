"""Every address of the application, in the order of the navigation."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from wuzha.web import api
from wuzha.web.pages import (
    duties,
    imports,
    ledger,
    office_settings,
    overview,
    plan_duties,
    plan_names,
    plans,
    registry,
    registry_targets,
    session,
    styleguide,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", overview.overview, name="overview"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<int:version_id>/", plans.plan, name="plan"),
    path("plans/<int:version_id>/names/", plan_names.names, name="plan_names"),
    path("plans/<int:version_id>/duties/", plan_duties.duties, name="plan_duties"),
    path("registry/", registry.areas, name="registry"),
    path("registry/units/", registry.units, name="registry_units"),
    path("registry/people/", registry.people, name="registry_people"),
    path("registry/households/", registry_targets.households, name="registry_households"),
    path("registry/places/", registry_targets.places, name="registry_places"),
    path("registry/import/", imports.upload, name="import"),
    path("registry/import/template/<str:kind>/", imports.template, name="import_template"),
    path("registry/import/check/<str:token>/", imports.check, name="import_check"),
    path("registry/imports/<int:import_id>/", imports.imported, name="imported"),
    path("duties/", duties.matrix, name="duties"),
    path("duties/list/", duties.duty_list, name="duty_list"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<uuid:row_id>/", ledger.ledger_row, name="ledger_row"),
    path("settings/", office_settings.settings, name="settings"),
    path("settings/accounts/new/", office_settings.new_account, name="account_new"),
    path("settings/accounts/invite/", office_settings.invite, name="invite"),
    path("settings/accounts/<int:user_id>/", office_settings.account, name="account"),
    path("settings/accounts/<int:user_id>/password/", office_settings.new_password, name="account_password"),
    path("settings/accounts/<int:user_id>/close/", office_settings.close_account, name="account_close"),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("language/", session.language, name="language"),
]
if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
