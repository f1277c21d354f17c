"""The addresses of the plans' pages."""

from django.urls import URLPattern, path

from wuzha.web.pages import (
    plan_decisions,
    plan_duties,
    plan_edit,
    plan_files,
    plan_names,
    plan_versions,
    plan_write,
    plans,
)

urlpatterns: list[URLPattern] = [
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/write/", plan_write.write, name="plan_write"),
    path("plans/<int:version_id>/", plans.plan, name="plan"),
    path("plans/<int:version_id>/names/", plan_names.names, name="plan_names"),
    path("plans/<int:version_id>/duties/", plan_duties.duties, name="plan_duties"),
    path("plans/<int:version_id>/history/", plan_versions.history, name="plan_history"),
    path("plans/<int:version_id>/compare/", plan_versions.comparison, name="plan_comparison"),
    path("plans/<int:version_id>/confirm/", plan_versions.confirmation, name="plan_confirm"),
    path("plans/<int:version_id>/problems/<int:at>/", plan_decisions.decision, name="plan_decision"),
    path("plans/<int:version_id>/add/<str:part>/", plan_edit.addition, name="plan_add"),
    path("plans/<int:version_id>/edit/<str:part>/<int:at>/", plan_edit.entry, name="plan_entry"),
    path("plans/<int:version_id>/drop/<str:part>/<int:at>/", plan_edit.removal, name="plan_drop"),
    path("plans/<int:version_id>/take/<str:paper>.<str:kind>", plan_files.plan_file, name="plan_file"),
]
