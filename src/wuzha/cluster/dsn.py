"""Connection parameters: one value for the built-in and for an external server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import Error

from wuzha.cluster.core import keys, problems
from wuzha.cluster.core.conf import ADMIN
from wuzha.problems import Problem, WuzhaError

DATABASE = "wuzha"
PORT = "5432"  # names the socket file only: nothing listens on the network


class Login(StrEnum):
    """Who connects: the supervisor, the owner of the tables (migrations), the application."""

    ADMIN = "admin"
    OWNER = "wuzha_owner"
    WEB = "wuzha_web"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A database and how each login reaches it.

    ``base`` holds libpq's keywords without user and password; ``admin`` adds those of the superuser or of the
    administrator named in DATABASE_URL.
    """

    base: Mapping[str, str]
    admin: Mapping[str, str]
    secret: bytes
    external: bool

    @property
    def dbname(self) -> str:
        return self.base["dbname"]

    def named(self, dbname: str) -> Endpoint:
        """The same server, another database."""
        return replace(self, base={**self.base, "dbname": dbname})

    def parameters(self, login: str, dbname: str | None = None) -> dict[str, str]:
        """libpq's keywords for one login."""
        if login == Login.ADMIN:
            own = dict(self.admin)
        else:
            own = {"user": str(login), "password": keys.password(self.secret, login)}
        return {**self.base, **own, **({"dbname": dbname} if dbname else {})}

    def conninfo(self, login: str, dbname: str | None = None) -> str:
        """The same as a connection string."""
        return make_conninfo("", **self.parameters(login, dbname))

    def django(self, login: str) -> dict[str, Any]:
        """The shape of one entry of Django's DATABASES."""
        options = self.parameters(login)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": options.pop("dbname"),
            "USER": options.pop("user"),
            "PASSWORD": options.pop("password", ""),
            "HOST": options.pop("host", ""),
            "PORT": options.pop("port", ""),
            "OPTIONS": options,
        }


def embedded(socket_directory: str, secret: bytes, dbname: str = DATABASE) -> Endpoint:
    """The endpoint of the built-in server."""
    return Endpoint(
        base={"host": socket_directory, "port": PORT, "dbname": dbname},
        admin={"user": ADMIN},
        secret=secret,
        external=False,
    )


def external(url: str, secret: bytes) -> Endpoint:
    """The endpoint of a server named by an administrator's URL. Raises CLU205."""
    try:
        given = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except Error as error:
        raise WuzhaError(Problem(problems.BAD_URL, "DATABASE_URL", {"reason": str(error).strip()})) from error
    if "user" not in given:
        raise WuzhaError(Problem(problems.BAD_URL, "DATABASE_URL", {"reason": "user?"}))
    admin: dict[str, str] = {name: given.pop(name) for name in ("user", "password") if name in given}
    return Endpoint(base={"dbname": DATABASE, **given}, admin=admin, secret=secret, external=True)
