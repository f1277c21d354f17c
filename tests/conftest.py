"""One throw-away PostgreSQL for the whole run; every test that asks for ``db`` works in a transaction of its own.

The tests connect as the web login: what the application may not do, a test may not do either.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import pytest_django

from support.cluster import ThrowAway, test_cluster
from support.grounds import Grounds
from support.houses import Houses
from wuzha.cluster import Endpoint

if TYPE_CHECKING:
    from support.cast import Cast
    from support.rhythm_world import MonthWorld

# Before Django reads its settings: a home that is not anybody's.
os.environ["WUZHA_HOME"] = tempfile.mkdtemp(prefix="wuzha-home-")
os.environ.pop("DATABASE_URL", None)
os.environ.pop("WUZHA_CLOCK", None)
# Tests start many processes; without this each compiles every module anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

TEMPLATE = "wuzha_template"

# Properties are bounded by their examples, not by the clock of a busy machine.
hypothesis.settings.register_profile("bounded", deadline=None)
hypothesis.settings.load_profile("bounded")


LONG = ("web/browser", "web/test_demo.py", "web/test_serving.py", "benchmarks", "privacy/test_disk_and_dump.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what starts processes of its own and takes long: no run shall wait for one file at its end."""
    here = Path(__file__).parent
    items.sort(key=lambda item: not item.path.relative_to(here).as_posix().startswith(LONG))


@pytest.fixture(scope="session")
def postgres() -> Iterator[ThrowAway]:
    """A running cluster without fsync."""
    with test_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def template(postgres: ThrowAway, django_db_blocker: pytest_django.DjangoDbBlocker) -> str:
    """The name of a migrated, empty database, for cloning."""
    from django.core.management import call_command
    from django.db import connections

    endpoint = postgres.create(TEMPLATE)
    _point_at(endpoint)
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)
        connections.close_all()
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(
    postgres: ThrowAway, template: str, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Point Django at a clone of the template."""
    from django.db import connections

    endpoint = postgres.clone(template, "wuzha_tests")
    _point_at(endpoint)
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="session")
def grounds(
    postgres: ThrowAway, template: str, django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[Grounds]:
    """Worlds that are built once and that tests begin on."""
    grounds = Grounds(postgres, template, django_db_blocker)
    yield grounds
    grounds.close()


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Houses:
    """Homes to copy, for tests that start processes of their own."""
    base = tmp_path_factory.getbasetemp()
    # Under xdist every process has its folder in that of the run.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "houses"
    folder.mkdir(exist_ok=True)
    return Houses(folder)


@pytest.fixture
def cast_ground(grounds: Grounds) -> Iterator[Cast]:
    """Where the cast already is; a fixture asks for it in front of ``db``."""
    from support.cast import make_cast

    with grounds.on(make_cast) as made:
        yield made


@pytest.fixture
def month_ground(grounds: Grounds) -> Iterator[MonthWorld]:
    """Where a plan with monthly reports is applied, and nothing done yet."""
    from support.rhythm_world import make_month

    with grounds.on(make_month) as made:
        yield made


@pytest.fixture
def march_ground(grounds: Grounds) -> Iterator[Cast]:
    """Where a month is worked, and reported on by some."""
    from support.month_world import make_march

    with grounds.on(make_march) as made:
        yield made


@pytest.fixture
def own_database(
    postgres: ThrowAway, template: str, django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """A database of the test's own, for tests that commit: nothing can be swept away with the web login's rights."""
    from django.db import connections

    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    with django_db_blocker.unblock():
        connections.close_all()
        _point_at(postgres.clone(template, "wuzha_own"))
        yield
        connections.close_all()
        for alias, settings in before.items():
            connections[alias].settings_dict.update(settings)
    postgres.drop("wuzha_own")


def _point_at(endpoint: Endpoint) -> None:
    from django.db import connections

    for alias in ("default", "owner"):
        login = "wuzha_owner" if alias == "owner" else "wuzha_web"
        connections[alias].settings_dict.update(endpoint.django(login))


@pytest.fixture
def shared_plans() -> Path:
    """The two real plans beside the project; under CI they must be there."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "plans"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing")
        pytest.skip("the real plans are not beside the project")
    return folder
