"""The database ground: our own supervisor over PostgreSQL's programs, its roles, backups and health."""

from wuzha.cluster.home import Endpoint, Home, Login, database, opened
from wuzha.cluster.supervisor import Cluster, running

__all__ = ["Cluster", "Endpoint", "Home", "Login", "database", "opened", "running"]
