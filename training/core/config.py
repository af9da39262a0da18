"""Settings: one frozen record, read from the environment once; every fault is named at the start, together."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class ConfigurationError(Exception):
    """One or more settings cannot be used; the message names them all."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation can choose. Environment names are FRONT_ and the field in capitals."""

    #: Where the SQLite files, the secret key and produced files live.
    data_dir: Path = Path("var")
    #: SQLAlchemy address of the database; empty means SQLite in `data_dir`.
    database_url: str = ""
    #: Key for signed cookies and codes; empty means the one kept in `data_dir`, made at first start.
    secret_key: str = ""
    #: True behind TLS: cookies get Secure, and HSTS is sent.
    https: bool = False
    #: Number of proxies in front whose X-Forwarded headers are believed (0 to 5).
    proxies: int = 0
    #: Address printed in QR codes and slips, such as https://taphuan.example.vn; empty means the request's own.
    public_url: str = ""
    #: Requests that one server process runs at a time; 0 means what measured best: 1 with SQLite, 4 with PostgreSQL.
    at_once: int = 0
    #: Largest request body in bytes.
    max_request_bytes: int = 12 * 1024 * 1024
    #: Hours after which an unused sign-in ends.
    sign_in_hours: int = 12
    #: Seconds after the deadline in which the server still takes answers that were on their way.
    attempt_grace_seconds: int = 120
    #: Days for which a one-time activation code is good.
    activation_days: int = 14
    #: Name of the organisation shown in the foot of pages.
    organisation: str = "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố"
    #: Seconds between two codes of the wall at check-in.
    check_in_code_seconds: int = 20
    #: True lets webhooks go to addresses inside the own network, and by http to this machine; for trying things out.
    webhooks_inside: bool = False
    #: PKCS#12 file with the key that certificates and official documents are signed with as PDF; empty means unsigned.
    signing_key: str = ""
    #: Password of that file.
    signing_password: str = ""

    @property
    def database(self) -> str:
        """Return the database address in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'front.sqlite').resolve()}"

    @property
    def places(self) -> int:
        """Return how many requests run at a time in one process."""
        return self.at_once or (1 if self.database.startswith("sqlite") else 4)


@dataclass
class _Reader:
    """Takes settings out of an environment and remembers what was wrong."""

    environ: Mapping[str, str]
    faults: list[str] = field(default_factory=list)

    def value(self, name: str, default: object) -> object:
        text = self.environ.get(f"FRONT_{name.upper()}")
        if text is None:
            return default
        if isinstance(default, bool):
            return self._truth(name, text)
        if isinstance(default, int):
            return self._number(name, text, default)
        return Path(text) if isinstance(default, Path) else text

    def _truth(self, name: str, text: str) -> bool:
        if text.lower() not in {"0", "1", "true", "false", "yes", "no"}:
            self.faults.append(f"FRONT_{name.upper()}={text!r}: expected 1 or 0")
        return text.lower() in {"1", "true", "yes"}

    def _number(self, name: str, text: str, default: int) -> int:
        if text.isdecimal():
            return int(text)
        self.faults.append(f"FRONT_{name.upper()}={text!r}: expected a whole number")
        return default


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Build the settings from `environ`; raise ConfigurationError naming every fault."""
    reader = _Reader(environ)
    values = {name: reader.value(name, default) for name, default in _defaults().items()}
    known = {f"FRONT_{name.upper()}" for name in values}
    reader.faults += [f"{name}: no such setting" for name in environ if name.startswith("FRONT_") and name not in known]
    settings = Settings(**values)  # type: ignore[arg-type]
    if settings.proxies > 5:
        reader.faults.append("FRONT_PROXIES: more than 5 proxies are not believed")
    if settings.database_url and not settings.database_url.startswith(("sqlite", "postgresql")):
        reader.faults.append("FRONT_DATABASE_URL: only sqlite and postgresql are supported")
    if reader.faults:
        raise ConfigurationError("\n".join(reader.faults))
    return settings


def _defaults() -> dict[str, object]:
    return {f.name: f.default for f in Settings.__dataclass_fields__.values()}


def kept_secret(settings: Settings) -> str:
    """Return the key that signs cookies: the one given, else the one kept in the data folder, made once."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret-key.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        # link, not rename: of two servers starting at once the first one's key stays.
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
