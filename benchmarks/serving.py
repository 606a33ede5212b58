"""How fast the API answers, beside a server that does nothing else and beside what one would write in an hour.

Run: make bench (or python -m benchmarks.serving [DOSSIERS] with the settings of an empty desk in the environment).

The three servers run as the product is deployed, with two workers of four threads, and have the same database, key and
questions. They are asked in turns, so that what else the machine does is spread over all of them: by one client, who
waits for each answer before she asks again, and by four at once. `cpu` is what the workers themselves used for one
answer, by the kernel's own count: it is what tells on a busy machine. Read the ratios, not the figures.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
os.environ["REQUESTS_PER_MINUTE"] = os.environ["REQUESTS_PER_HOUR"] = os.environ["REQUESTS_PER_DAY"] = str(
    10**9
)
django.setup()

from django.db import connection  # noqa: E402

from api.litigations import one_litigation  # noqa: E402
from benchmarks.caseload import AT, fill  # noqa: E402
from benchmarks.client import Asking, ask, request_of  # noqa: E402
from cases.access import visible_to  # noqa: E402
from cases.models import (  # noqa: E402
    Argument,
    Cost,
    Dossier,
    DossierKind,
    DossierLink,
    Grievance,
    Instance,
    Litigation,
    TimeEntry,
)
from helpdesk.acts import today_at_the_desk  # noqa: E402
from helpdesk.people.keys import issue_key  # noqa: E402
from helpdesk.people.models import Scope, User  # noqa: E402
from launcher.ports import free_port  # noqa: E402

SERVERS = {
    "bare": "benchmarks.servers.bare",
    "typical": "benchmarks.servers.typical",
    "ours": "helpdesk.wsgi",
}
ROUNDS = 9
CLIENTS = 4
WORKERS, THREADS = 2, 4
DAY = date(2026, 6, 15)
TICKS = os.sysconf("SC_CLK_TCK")
CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Question:
    """What is asked of each server, how often in one round by one client or by all, and what the answer must be."""

    name: str
    method: str
    path: str
    times: int
    status: int
    body: bytes = b""


# What one answer takes of: the processor, by the workers' own count; and the clock, with one client or several at once.
CPU, ALONE, AT_ONCE = "cpu ms", "one client, answers/s", f"{CLIENTS} clients, answers/s"


@dataclass
class Server:
    """One server under test and the seconds that one of its answers took, by question and measure, round by round."""

    name: str
    port: int
    workers: list[int]
    key: str
    took: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def ask(self, question: Question, clients: ProcessPoolExecutor) -> None:
        """One round of a question: by one client, then by several."""
        request = request_of(question.method, question.path, self.key, question.body)
        used = cpu_of(self.workers)
        for measure, count in ((ALONE, 1), (AT_ONCE, CLIENTS)):
            asking = Asking(self.port, request, question.status, question.times // count)
            begun, ended = zip(*clients.map(ask, [asking] * count), strict=True)
            self._note(question, measure, (max(ended) - min(begun)) / question.times)
        self._note(question, CPU, (cpu_of(self.workers) - used) / (2 * question.times))

    def median(self, question: Question, measure: str) -> float:
        return median(self.took[question.name, measure])

    def _note(self, question: Question, measure: str, seconds: float) -> None:
        self.took.setdefault((question.name, measure), []).append(seconds)


def cpu_of(processes: list[int]) -> float:
    """Seconds of processor that these have used."""
    told = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in processes]
    return sum(int(words[11]) + int(words[12]) for words in told) / TICKS


def children_of(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@contextmanager
def serving(name: str, key: str, environment: dict[str, str]) -> Iterator[Server]:
    """One of the servers, on loopback, until the questions are over."""
    port = free_port()
    words = ["-m", "gunicorn", f"{SERVERS[name]}:application", "--bind", f"127.0.0.1:{port}"]
    size = ["--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)]
    more = [*size, "--keep-alive", "60", "--log-level", "error", "--no-control-socket"]
    process = subprocess.Popen([sys.executable, *words, *more], env=environment, cwd=CHECKOUT)
    try:
        yield Server(name, port, answering(process, port), key)
    finally:
        process.terminate()
        process.wait(timeout=30)


def answering(process: "subprocess.Popen[bytes]", port: int) -> list[int]:
    """The workers, once they answer."""
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"A server ended with {process.returncode}.")
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            client.request("GET", "/api/v1/dossiers")
            client.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return children_of(process.pid)
    raise SystemExit("A server does not answer.")


def furnish(user: User, case: UUID) -> None:
    """A case as one is after some months: two courts, three arguments, four grievances, costs, time, a tie."""
    first = Instance.objects.create(litigation_id=case, court="Court of first instance", closed_on=DAY)
    Instance.objects.create(litigation_id=case, court="Court of appeal", previous=first, introduced_on=DAY)
    for number in range(1, 4):
        Argument.objects.create(
            litigation_id=case, position=number, heading=f"Argument {number}", text="Words. " * 40
        )
    for number in range(1, 5):
        Grievance.objects.create(litigation_id=case, number=number)
    for kind, amount in (("counsel", 1200), ("court_fee", 165), ("indemnity_awarded", 1800)):
        Cost.objects.create(
            litigation_id=case, kind=kind, amount=amount, on=DAY, entered_by=user, entered_at=AT
        )
    TimeEntry.objects.create(
        dossier_id=case, minutes=90, what="reading", on=DAY, spent_by=user, recorded_at=AT
    )
    other = visible_to(user).exclude(pk=case).values_list("pk", flat=True)[0]
    DossierLink.objects.create(from_dossier_id=case, to_dossier_id=other, kind="related")


def plan_for(user: User, key: str, case: UUID) -> dict[str, Any]:
    """What the bare server must know: the rule of access and the query as the product writes them, and one key."""
    detail, params = one_litigation.sql(user, case, today_at_the_desk())
    seen = connection.ops.compose_sql(*visible_to(user).values("pk").query.sql_with_params())  # type: ignore[attr-defined]
    team = user.memberships.get().team_id
    told = {"seen": seen, "key": key, "user": str(user.pk), "team": str(team)}
    return {**told, "case": str(case), "detail": detail, "values": [str(param) for param in params]}


def print_answers(servers: list[Server], questions: list[Question]) -> None:
    names = "".join(f"{server.name:>10}" for server in servers)
    print(f"\n{'':38}{names}{'of bare':>10}{'x typical':>11}")
    for question in questions:
        for measure in (CPU, ALONE, AT_ONCE):
            bare, typical, ours = (server.median(question, measure) for server in servers)
            told = [1000 * took if measure == CPU else 1 / took for took in (bare, typical, ours)]
            figures = "".join(f"{each:10.2f}" if measure == CPU else f"{each:10.0f}" for each in told)
            print(f"{question.name:14}{measure:24}{figures}{bare / ours:10.1%}{typical / ours:11.1f}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    if Dossier.objects.exists():
        raise SystemExit("There are dossiers here. This needs an empty desk, which it fills.")
    user = fill(count)["lawyer"]
    cases = Dossier.objects.filter(kind=DossierKind.LITIGATION).values_list("pk", flat=True)
    Litigation.objects.bulk_create((Litigation(dossier_id=pk) for pk in cases), batch_size=5000)
    _, key = issue_key(user, name="benchmark", scopes=list(Scope))
    one = visible_to(user).filter(kind=DossierKind.LITIGATION).values_list("pk", flat=True)[0]
    furnish(user, one)
    body = json.dumps({"title": "Reception of a family", "language": "nl"}).encode()
    questions = [
        Question("list of 50", "GET", "/api/v1/dossiers", 60, 200),
        Question("detail", "GET", f"/api/v1/litigations/{one}", 100, 200),
        Question("create", "POST", "/api/v1/litigations", 60, 201, body),
    ]
    # As the web process is deployed: a connection to the database outlives a request.
    environment = {
        **os.environ,
        "DATABASE_POOL_SIZE": "8",
        "BENCHMARK_PLAN": json.dumps(plan_for(user, key, one)),
    }
    with ExitStack() as open_ones:
        clients = open_ones.enter_context(ProcessPoolExecutor(CLIENTS, get_context("spawn")))
        servers = [open_ones.enter_context(serving(name, key, environment)) for name in SERVERS]
        for _ in range(ROUNDS):
            for question in questions:
                for server in servers:
                    server.ask(question, clients)
    print(f"{count} dossiers, {ROUNDS} rounds, medians")
    print_answers(servers, questions)


if __name__ == "__main__":
    main()
