"""From what a user writes as an address to a connection: drivers, timeouts, encryption; no password anywhere else."""

import configparser
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tracker.errors import StoreError

DRIVER = "postgresql+psycopg"
#: How long a server may take before a user is told, and how soon a dead cable is noticed (seconds, milliseconds).
_PATIENCE: Mapping[str, Any] = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_LIMITS = "-c statement_timeout=30000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=60000"
_HERE = ("", "localhost", "127.0.0.1", "::1")
_SERVICE = "service="
_PORT = "5432"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a ledger lies: a URL for SQLAlchemy, and what the driver is told beside it."""

    url: URL
    arguments: dict[str, Any]

    @property
    def is_server(self) -> bool:
        """Tell a server from a file."""
        return self.url.get_backend_name() == "postgresql"

    @property
    def credential(self) -> str:
        """Return the name under which the system keeps the password: ZhizaoLedger/host/name/user."""
        service = self.arguments.get("service")
        parts = (f"{_SERVICE}{service}",) if service else (self.url.host, self.url.database, self.url.username)
        return "/".join(("ZhizaoLedger", *(part or "" for part in parts)))

    @property
    def shown(self) -> str:
        """Return where the ledger lies, in words for a screen or a log: host · name · user, or the path of a file."""
        if not self.is_server:
            return self.url.database or ""
        service = str(self.arguments.get("service", ""))
        said = {**_of_service(service), **self.url.query}
        host = self.url.host or said.get("host") or said.get("hostaddr")
        if service and not host:
            return f"服务 {service}"
        several = host.split(",") if isinstance(host, str) else host or ("",)
        hosts = "、".join("本机" if name.startswith("/") or not name else name for name in several)
        port = str(self.url.port or said.get("port") or _PORT)
        parts = (
            hosts if port == _PORT else f"{hosts}:{port}",
            self.url.database or said.get("dbname"),
            self.url.username or said.get("user"),
        )
        return " · ".join(str(part) for part in parts if part)


def address_of(written: str, desk: str = "", password: str = "") -> Address:
    """Return the address that was written: `service=NAME`, `postgresql://…`, `postgres://…` or a file's URL.

    Raises StoreError for what is none.
    """
    service = written.removeprefix(_SERVICE) if written.startswith(_SERVICE) else ""
    url = URL.create(DRIVER) if service else _url_of(written)
    if url.get_backend_name() != "postgresql":
        return Address(url, {})
    given = {**_of_service(service), **{key: str(value) for key, value in url.query.items()}}
    arguments: dict[str, Any] = {key: value for key, value in _PATIENCE.items() if key not in given}
    if "application_name" not in given:
        arguments["application_name"] = f"zhizao-{desk}" if desk else "zhizao"
    arguments["options"] = f"{_LIMITS} {given.get('options', '')}".strip()
    if service:
        arguments["service"] = service
    if not _is_here(url, given) and not ({"sslmode"} & given.keys() or os.environ.get("PGSSLMODE")):
        arguments["sslmode"] = "require"
    if password:
        arguments["password"] = password
    several = "," in (url.host or "") or isinstance(url.query.get("host"), tuple)
    if several and "target_session_attrs" not in given:
        arguments["target_session_attrs"] = "read-write"
    return Address(url.difference_update_query(["options"]), arguments)


def has_password(written: str) -> bool:
    """Tell whether an address brings its password along, for everybody to see in the list of processes."""
    try:
        url = _url_of(written)
    except StoreError:
        return False
    return bool(url.password or url.query.get("password"))


def _url_of(written: str) -> URL:
    scheme, mark, rest = written.partition("://")
    driver = DRIVER if scheme in ("postgresql", "postgres") else scheme
    rest, hosts = _hosts_apart(rest) if driver == DRIVER else (rest, ())
    try:
        url = make_url(f"{driver}{mark}{rest}")
        return url.update_query_dict({"host": hosts}) if hosts else url
    except (ArgumentError, ValueError) as error:
        raise StoreError("数据库地址无法使用。请检查 --db 的写法。") from error


def _hosts_apart(rest: str) -> tuple[str, tuple[str, ...]]:
    """Return an address without its hosts, and them, where there are several with ports: each has its own."""
    server, slash, behind = rest.partition("/")
    login, at, hosts = server.rpartition("@")
    if "," not in hosts or ":" not in hosts:
        return rest, ()
    return f"{login}{at}{slash}{behind}", tuple(hosts.split(","))


def _is_here(url: URL, given: Mapping[str, str]) -> bool:
    """Tell whether the server is this computer: nothing crosses a network then."""
    host = url.host or given.get("host") or given.get("hostaddr") or os.environ.get("PGHOST") or ""
    return host in _HERE or host.startswith("/")


def _of_service(name: str) -> dict[str, str]:
    """Return what a service says, as far as its file can be read: libpq itself reads it when it connects."""
    if not name:
        return {}
    known = configparser.ConfigParser(interpolation=None, strict=False)
    files = [os.environ.get("PGSERVICEFILE") or str(Path.home() / ".pg_service.conf")]
    if folder := os.environ.get("APPDATA"):
        files.append(str(Path(folder) / "postgresql" / ".pg_service.conf"))
    try:
        known.read(files, encoding="utf-8")
        return dict(known[name])
    except (configparser.Error, KeyError, UnicodeError, OSError):
        return {}
