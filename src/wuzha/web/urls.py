"""Every address of the application, in the order of the navigation."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from wuzha.web import api
from wuzha.web.pages import duties, ledger, overview, plan_duties, plan_names, plans, session, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", overview.overview, name="overview"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<int:version_id>/", plans.plan, name="plan"),
    path("plans/<int:version_id>/names/", plan_names.names, name="plan_names"),
    path("plans/<int:version_id>/duties/", plan_duties.duties, name="plan_duties"),
    path("duties/", duties.matrix, name="duties"),
    path("duties/list/", duties.duty_list, name="duty_list"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<uuid:row_id>/", ledger.ledger_row, name="ledger_row"),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("language/", session.language, name="language"),
]
if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
