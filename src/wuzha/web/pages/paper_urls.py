"""The addresses of the papers of a month, and of reports and ledger as files."""

from django.urls import URLPattern, path

from wuzha.web.pages import papers, report_files

urlpatterns: list[URLPattern] = [
    path("reports/<int:unit_id>/<str:month>/report.<str:file_format>", report_files.report_file, name="report_file"),
    path("reports/district/<str:month>/", papers.paper, name="district_report"),
    path("reports/district/<str:month>/<str:kind>/", papers.paper, name="paper"),
    path("reports/district/<str:month>/<str:kind>.<str:file_format>", report_files.district_file, name="district_file"),
    path("reports/filed/<int:snapshot_id>/report.<str:file_format>", report_files.filed_file, name="filed_file"),
    path("reports/ledger.<str:file_format>", report_files.ledger_book, name="ledger_file"),
]
