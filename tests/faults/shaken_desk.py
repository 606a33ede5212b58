"""A desk of real processes that can be killed one by one: database, broker, mail server, three workers, two beats."""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from launcher import postgres, valkey
from launcher.account import engine_account, own_directory
from launcher.errors import LauncherError
from launcher.places import CHECKOUT, remove
from launcher.ports import free_port
from launcher.processes import Child, Processes
from launcher.venv import child_environment

WORKERS, BEATS = 3, 2
SITE_PACKAGES = Path(psycopg.__file__).parents[1]
# What a time-out makes due again in real life; here it is made due at once, so that a run takes seconds.
TIME_PASSES = "UPDATE outbox_outgoingmail SET next_attempt_at = now() WHERE state IN ('queued', 'sending')"
STANDING = """
SELECT (SELECT count(*) FROM deadlines_reminder WHERE claimed_at IS NULL),
       (SELECT count(*) FROM deadlines_deadline AS one
         WHERE NOT EXISTS (SELECT FROM deadlines_reminder WHERE deadline_id = one.id)),
       (SELECT count(*) FROM deadlines_acknowledgement WHERE climbs_at IS NOT NULL),
       (SELECT count(*) FROM outbox_outgoingmail),
       (SELECT count(*) FROM outbox_outgoingmail WHERE state = 'sent')
"""


@dataclass
class ShakenDesk:
    """Everything is started by name and can be killed by name; what was killed is started anew on the same port."""

    root: Path
    processes: Processes
    ports: dict[str, int]
    children: dict[str, Child] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def witness(self) -> Path:
        return self.root / "taken-by-the-mail-server"

    @property
    def database_url(self) -> str:
        return f"postgresql://helpdesk:secret@127.0.0.1:{self.ports['postgres']}/helpdesk"

    @property
    def environment(self) -> dict[str, str]:
        return child_environment() | {
            "SECRET_KEY": "for-tests-only-" + "x" * 50,
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": "http://localhost",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": f"redis://:secret@127.0.0.1:{self.ports['valkey']}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.ports['smtp']}",
            "DEFAULT_FROM_EMAIL": "helpdesk@example.org",
            "DOCUMENTS_DIR": str(self.root / "documents"),
            "DEMO_DESK": "true",
            "DESK_DAY": "2026-06-15",
            "LOG_LEVEL": "WARNING",
        }

    def start(self, name: str) -> None:
        kind = name.rstrip("0123456789")
        starter: Callable[[str], Child] = getattr(self, f"_start_{kind}")
        self.children[name] = starter(name)

    def kill(self, name: str) -> None:
        """As `kill -9` does it: nothing is told, nothing is tidied."""
        self.kills[name.rstrip("0123456789")] += 1
        self.processes.forget(self.children.pop(name))

    def run(self, *words: str) -> None:
        """A program of ours to its end, on this desk."""
        log = self.root / f"{words[-1]}.log"
        self.processes.run(words[0], [sys.executable, *words], log=log, env=self.environment, cwd=CHECKOUT)

    def ask(self, sql: str) -> tuple[int, ...]:
        """One row from the desk's database."""
        with psycopg.connect(self.database_url, autocommit=True, connect_timeout=5) as connection:
            found = connection.execute(sql)
            return found.fetchone() or () if found.description else ()

    def _start_postgres(self, _name: str) -> Child:
        account = engine_account()
        found = next(postgres.installations(SITE_PACKAGES, account))
        cluster = postgres.Cluster(
            found,
            self.root / "engines",
            "secret",
            account,
            self.root,
            durable=True,
            port=self.ports["postgres"],
        )
        return self._engine(lambda: postgres.start(cluster, self.processes), "PostgreSQL", "postgres")

    def _start_valkey(self, _name: str) -> Child:
        account = engine_account()
        found = next(valkey.installations(SITE_PACKAGES, account))
        broker = valkey.Broker(
            found,
            self.root / "engines",
            "secret",
            account,
            self.root,
            durable=False,
            port=self.ports["valkey"],
        )
        return self._engine(lambda: valkey.start(broker, self.processes), "Valkey", "valkey")

    def _engine(self, begin: Callable[[], str], called: str, name: str) -> Child:
        """Start an engine on its old port; right after a kill the port may not be free yet."""
        for _ in range(50):
            with suppress(LauncherError):
                if f":{self.ports[name]}/" in begin():
                    return self._latest(called)
                self.processes.forget(self._latest(called))
            time.sleep(0.2)
        raise AssertionError(f"{called} did not come back on its port")

    def _latest(self, called: str) -> Child:
        """The engines' starters return an address; the child itself is the last of its name."""
        return [child for child in self.processes._children if child.name == called][-1]

    def _start_smtp(self, name: str) -> Child:
        return self._python(name, "tests.faults.smtp_log", str(self.ports["smtp"]), str(self.witness))

    def _start_worker(self, name: str) -> Child:
        return self._python(
            name, "celery", "-A", "tests.faults.clock", "worker", "-P", "solo", "-n", f"{name}@%h",
            "--without-gossip", "--without-mingle", "--loglevel", "WARNING",
        )  # fmt: skip

    def _start_beat(self, name: str) -> Child:
        schedule = str(self.root / f"{name}-schedule")
        return self._python(
            name, "celery", "-A", "tests.faults.clock", "beat", "--pidfile=", "--schedule", schedule,
            "--loglevel", "WARNING",
        )  # fmt: skip

    def _python(self, name: str, *words: str) -> Child:
        command = [sys.executable, "-m", *words]
        return self.processes.start(
            name, command, env=self.environment, cwd=CHECKOUT, log=self.root / f"{name}.log"
        )


@contextmanager
def shaken_desk(deadlines: int) -> Iterator[ShakenDesk]:
    """Engines, tables and deadlines whose reminders are due; nothing that works on them yet."""
    root = Path(tempfile.mkdtemp(prefix="legal-helpdesk-faults-"))
    root.chmod(0o711)
    own_directory(root / "engines", engine_account())
    try:
        with Processes() as processes:
            ports = {name: free_port() for name in ("postgres", "valkey", "smtp")}
            desk = ShakenDesk(root, processes, ports)
            desk.start("postgres")
            desk.start("valkey")
            desk.run("manage.py", "migrate", "--no-input")
            desk.run("-m", "tests.faults.load", str(deadlines))
            yield desk
    finally:
        remove(root)


def shake(desk: ShakenDesk, seed: int, kills: int, patience_seconds: float) -> None:
    """Start everything, kill at random moments what the seed says, and wait until all mail has left."""
    chance = random.Random(seed)
    names = ["smtp", *(f"worker{n}" for n in range(WORKERS)), *(f"beat{n}" for n in range(BEATS))]
    for name in names:
        desk.start(name)
    targets = [*names, "postgres", "valkey"]
    until = time.monotonic() + patience_seconds
    await_work(desk, until)
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 1.5))
        name = chance.choice(targets)
        desk.kill(name)
        time.sleep(chance.uniform(0, 0.8))
        desk.start(name)
        pass_time(desk)
    while not all_sent(desk):
        assert time.monotonic() < until, f"not done in time: {desk.ask(STANDING)}, {desk.kills}"
        time.sleep(0.5)
        pass_time(desk)


def await_work(desk: ShakenDesk, until: float) -> None:
    """Until the first mail has left: a kill before that hits nobody at work."""
    while not desk.witness.exists() or not desk.witness.stat().st_size:
        assert time.monotonic() < until, "no mail left"
        time.sleep(0.05)


def pass_time(desk: ShakenDesk) -> None:
    with suppress(psycopg.OperationalError):
        desk.ask(TIME_PASSES)


def all_sent(desk: ShakenDesk) -> bool:
    with suppress(psycopg.OperationalError):
        unclaimed, untold, climbing, queued, sent = desk.ask(STANDING)
        return not (unclaimed or untold or climbing) and queued > 0 and queued == sent
    return False


def environment_number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))
