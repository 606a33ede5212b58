"""The demo desk: engines, mail catcher, database, API, worker, beat; started in order, kept together."""

import json
import os
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from launcher import engines as engine_room
from launcher.account import outside_place
from launcher.errors import Interrupted, LauncherError
from launcher.places import (
    CHECKOUT,
    DEMO,
    VAR,
    is_held,
    kept_secrets,
    only_one,
    private,
    read_json,
    remove,
    write_private,
)
from launcher.ports import LOOPBACK, listening
from launcher.processes import Child, Processes
from launcher.readiness import wait_for_page, wait_for_word
from launcher.screen import say, step
from launcher.venv import Venv, child_environment, demonstration, ready_venv

LOCK, ADDRESSES = DEMO / "lock", DEMO / "addresses.json"
WEB_PORT, MAIL_PORT = 8000, 8025
API = (
    "gunicorn helpdesk.wsgi --worker-class gthread --workers 2 --threads 4 --graceful-timeout 2 "
    "--no-control-socket --access-logfile -"
)
CELERY = "celery -A helpdesk"
WORKER = (
    f"{CELERY} worker --loglevel INFO --concurrency 2 --without-gossip --without-mingle --without-heartbeat"
)
BEAT = f"{CELERY} beat --loglevel INFO --pidfile= --schedule"


@dataclass(frozen=True)
class Desk:
    """A demo desk that is being started: its Python, its settings, its processes."""

    made: Venv
    env: dict[str, str]
    mail_page: str
    processes: Processes

    @property
    def site(self) -> str:
        """The address of the API."""
        return self.env["SITE_URL"]

    def manage(self, *words: str) -> str:
        """Run a management command to its end and return what it said."""
        log = DEMO / "logs" / f"{words[0]}.log"
        return self.processes.run(
            f"manage.py {words[0]}",
            [self.made.python, "manage.py", *words],
            env=self.env,
            cwd=CHECKOUT,
            log=log,
        )

    def program(
        self, name: str, log: str, words: str, *places: Path, pass_fds: tuple[int, ...] = ()
    ) -> Child:
        """Start a Python module that stays: its words, then paths, which may hold spaces."""
        return self.processes.start(
            name,
            [self.made.python, "-m", *words.split(), *places],
            env=self.env,
            cwd=CHECKOUT,
            log=DEMO / "logs" / f"{log}.log",
            pass_fds=pass_fds,
        )


def run(_arguments: list[str]) -> int:
    """Start everything, say where it is, keep it until Ctrl-C (which is no error) or until a part dies."""
    private(DEMO)
    with only_one(LOCK, refusal=_running_already):
        try:
            with Processes() as processes:
                processes.afterwards(lambda: ADDRESSES.unlink(missing_ok=True))
                _show(*_open(processes))
                processes.watch()
        except Interrupted as interruption:
            say(f"\n  Stopped ({interruption}). The data is kept; `make demo` goes on with it.")
    return 0


def reset(_arguments: list[str]) -> int:
    """Throw the data of the demo desk away; the packages stay."""
    private(DEMO)
    with only_one(LOCK, refusal=_running_already), step("Throwing the demo desk away"):
        kept = kept_secrets(DEMO)
        for quarters in (VAR / "engines", outside_place()):
            remove(quarters / kept["seat"])
        for entry in DEMO.iterdir():
            if entry.is_dir():
                remove(entry)
            elif entry != LOCK:
                entry.unlink()
    return 0


def pass_day(arguments: list[str]) -> int:
    """Let the running desk live through one day."""
    if len(arguments) != 1:
        raise LauncherError("Say which day: make day DAY=2026-12-07")
    running = read_json(ADDRESSES)
    if not is_held(LOCK) or not running:
        raise LauncherError("No demo desk of this checkout is running. Start one with `make demo`.")
    with Processes() as processes:
        made = Venv(Path(running["venv"]), demonstration().requirements)
        desk = Desk(made, child_environment() | running["env"], running["mail_page"], processes)
        say(desk.manage("pass_day", arguments[0]).rstrip())
        say(f"\nMail: {desk.mail_page}")
    return 0


def _running_already() -> str:
    where = read_json(ADDRESSES).get("env", {}).get("SITE_URL")
    at = f" at {where}" if where else "; it is still starting"
    return f"A demo desk of this checkout runs already{at}. Stop that one first (Ctrl-C in its terminal)."


def _open(processes: Processes) -> tuple[Desk, str]:
    """All steps in order. Returns the desk and what the loading said of sign-ins and keys."""
    say("Starting the demo desk")
    made = ready_venv(demonstration(), processes)
    running = engine_room.start(engine_room.lasting_quarters(DEMO), made.site_packages(), processes)
    # The web socket listens from now on: its number is in every link that the loading writes.
    web = listening(read_json(DEMO / "ports.json").get("web", WEB_PORT))
    site = f"http://{LOOPBACK}:{web.getsockname()[1]}"
    with step("Mail catcher") as progress:
        smtp_port, mail_page = _catch_mail(made, processes)
        progress.note = mail_page
    env = child_environment() | _settings(site, smtp_port) | running.environment()
    desk = Desk(made, env, mail_page, processes)
    with step("Database tables"):
        desk.manage("migrate", "--no-input")
    with step("Demo desk"):
        said = desk.manage("load_demo_desk")
    _start_programs(desk, web.fileno())
    web.close()
    _remember(desk)
    return desk, said


def _settings(site: str, smtp_port: int) -> dict[str, str]:
    return {
        "SECRET_KEY": kept_secrets(DEMO)["secret_key"],
        "DEBUG": "false",
        "DEMO_DESK": "true",
        "ALLOWED_HOSTS": f"{LOOPBACK},localhost",
        "SITE_URL": site,
        "DOCUMENTS_DIR": str(DEMO / "documents"),
        "EMAIL_URL": f"smtp://{LOOPBACK}:{smtp_port}",
        "DEFAULT_FROM_EMAIL": "Helpdesk (demo) <helpdesk@example.org>",
        "SECURE_COOKIES": "false",  # plain http, on loopback only
        "LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
    }


def _catch_mail(made: Venv, processes: Processes) -> tuple[int, str]:
    smtp, web = listening(), listening(read_json(DEMO / "ports.json").get("mail", MAIL_PORT))
    fds = (smtp.fileno(), web.fileno())
    words = f"launcher.mailcatcher --smtp-fd {fds[0]} --web-fd {fds[1]} --keep".split()
    child = processes.start(
        "The mail catcher",
        [made.python, "-m", *words, DEMO / "mails"],
        env=child_environment(),
        cwd=CHECKOUT,
        log=private(DEMO / "logs") / "mailcatcher.log",
        pass_fds=fds,
    )
    port, page = smtp.getsockname()[1], f"http://{LOOPBACK}:{web.getsockname()[1]}/"
    smtp.close()
    web.close()
    wait_for_page(f"{page}mails.json", child, processes)
    return port, page


def _start_programs(desk: Desk, web: int) -> None:
    """The API, the worker and beat come up side by side: each takes a second or two."""
    # As it is deployed: there a connection to the database outlives a request.
    pooled = replace(desk, env=desk.env | {"DATABASE_POOL_SIZE": "8"})
    api = pooled.program("The API", "api", f"{API} --bind fd://{web}", pass_fds=(web,))
    worker = desk.program("The worker", "worker", WORKER)
    # A hard stop can leave the schedule file broken, and nothing in it is worth keeping.
    for file in DEMO.glob("beat-schedule*"):
        file.unlink()
    beat = desk.program("Beat", "beat", BEAT, DEMO / "beat-schedule")
    with step("API"):
        wait_for_page(f"{desk.site}/readyz", api, desk.processes)
    with step("Worker"):
        wait_for_word("ready.", worker, desk.processes)
    with step("Beat"):
        wait_for_word("beat: Starting", beat, desk.processes)


def _remember(desk: Desk) -> None:
    """For `make day`, for a second `make demo`, and so that the next start has the same addresses."""
    wanted = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", *_settings("", 0))
    known = {
        "venv": str(desk.made.directory),
        "mail_page": desk.mail_page,
        "env": {name: desk.env[name] for name in wanted},
        "pid": os.getpid(),
    }
    write_private(ADDRESSES, json.dumps(known))
    ports = {"web": _port(desk.site), "mail": _port(desk.mail_page)}
    write_private(DEMO / "ports.json", json.dumps(ports))


def _port(address: str) -> int:
    return int(address.rstrip("/").rsplit(":", 1)[1])


def _show(desk: Desk, said: str) -> None:
    today = date.today()  # noqa: DTZ011 - the day on this machine's wall
    monday = today + timedelta(days=7 - today.weekday())
    say(
        f"""
The demo desk is open.

  The desk       {desk.site}/desk/  (the web client; it asks to sign in)
  Sign-in        {desk.site}/sign-in/
  Documentation  {desk.site}/docs/  (the API, to read and to try)
  Mail           {desk.mail_page}
  Logs           {DEMO / "logs"}

{said.rstrip()}

To try:
  curl -s {desk.site}/readyz
  make day DAY={monday}   live through next Monday: reminders and the weekly digests are mailed
  make demo-reset           throw this desk away, once it is stopped

Ctrl-C stops it."""
    )
