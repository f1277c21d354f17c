"""The migrations make what the models say."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    with override(None):  # names of fields are translated, and a migration holds the English ones
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("wuzha.")}
    missing = {
        label: [operation.describe() for migration in migrations for operation in migration.operations]
        for label, migrations in changes.items()
        if label in ours
    }
    assert ours
    assert missing == {}


def test_no_two_migrations_claim_the_same_place() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
