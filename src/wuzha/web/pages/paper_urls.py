"""The addresses of the papers of a month, and of reports and ledger as files."""

from django.urls import URLPattern, path

from wuzha.web.pages import papers, report_files, report_templates

urlpatterns: list[URLPattern] = [
    path("reports/<int:unit_id>/<str:month>/report.<str:file_format>", report_files.report_file, name="report_file"),
    path("reports/district/<str:month>/", papers.paper, name="district_report"),
    path("reports/district/<str:month>/<str:kind>/", papers.paper, name="paper"),
    path("reports/district/<str:month>/<str:kind>.<str:file_format>", report_files.district_file, name="district_file"),
    path("reports/filed/<int:snapshot_id>/report.<str:file_format>", report_files.filed_file, name="filed_file"),
    path("reports/templates/", report_templates.template, name="report_templates"),
    path("reports/templates/<str:layout>/", report_templates.template, name="report_template"),
    path("reports/templates/<str:layout>/use/", report_templates.use, name="template_use"),
    path("reports/templates/<str:layout>/fields/", report_templates.template_fields, name="template_fields"),
    path("reports/templates/<str:layout>/ready.docx", report_templates.ready_file, name="template_ready"),
    path("reports/templates/<str:layout>/<int:number>.docx", report_templates.version_file, name="template_version"),
    path("reports/templates/<str:layout>/<int:number>/trial.docx", report_templates.trial_file, name="template_trial"),
    path("reports/ledger.<str:file_format>", report_files.ledger_book, name="ledger_file"),
]
