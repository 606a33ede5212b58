"""What a morning costs: ten thousand digests written, five thousand reminders rung and sent to a real mail server.

Run: python -m benchmarks.mails [COLLEAGUES] [REMINDERS], with the settings of an empty desk in the environment.

The desk stays filled: give it a database that may be thrown away (`make engines`). The mail server is a process of its
own that writes each mail to the disk before it says 250. Memory is the largest this process ever held, read after each
tenth of the digests: where it grows with them, the figures say so.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from socket import create_connection

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from deadlines.digests import write_digests  # noqa: E402
from deadlines.models import Deadline, Reminder  # noqa: E402
from deadlines.reminders import sweep  # noqa: E402
from helpdesk.outbox.delivery import deliver_batch  # noqa: E402
from helpdesk.outbox.models import MailState, OutgoingMail  # noqa: E402
from helpdesk.people.models import Membership, Role, Team, User  # noqa: E402
from launcher.ports import free_port  # noqa: E402
from tests.factories import a_deadline, a_litigation, another_like  # noqa: E402

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 6, tzinfo=UTC)
OF_A_TEAM = 50
DEADLINES_EACH = 4


def fill(teams: Iterable[int]) -> None:
    """Teams of fifty lawyers, each of whom owns a dossier with four open deadlines."""
    for number in teams:
        team = Team.objects.create(slug=f"team-{number}", name=f"Team {number}")
        lawyers = User.objects.bulk_create(
            User(email=f"lawyer-{number}-{each}@example.invalid", name=f"Lawyer {each}", language="nl")
            for each in range(OF_A_TEAM)
        )
        Membership.objects.bulk_create(Membership(user=user, team=team, role=Role.LAWYER) for user in lawyers)
        dossiers = [a_litigation(user, team, index) for index, user in enumerate(lawyers)]
        computed = a_deadline(lawyers[0], dossiers[0], on=date(2026, 6, 12))
        for dossier in dossiers:
            Deadline.objects.bulk_create(
                another_like(computed, dossier_id=dossier.pk) for _ in range(DEADLINES_EACH)
            )
    Reminder.objects.all().delete()


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_all_digests(count: int) -> None:
    """In tenths: the colleagues of each come after the digests of the last were written."""
    step, taken, used = max(1, count // OF_A_TEAM // 10), 0.0, 0.0
    print(f"{'digests':>10} {'seconds':>9} {'of it CPU':>10} {'largest MB':>11}")
    for tenth in range(10):
        fill(range(tenth * step, (tenth + 1) * step))
        begun, cpu = time.perf_counter(), time.process_time()
        written = write_digests(today=TODAY, at=AT)
        if written != step * OF_A_TEAM:
            raise SystemExit(f"{written} digests were written for {step * OF_A_TEAM} colleagues.")
        taken, used = taken + time.perf_counter() - begun, used + time.process_time() - cpu
        print(f"{(tenth + 1) * written:10} {taken:9.1f} {used:10.1f} {megabytes():11.1f}")


@contextmanager
def mail_server() -> Iterator[Path]:
    """The witness of the fault runs, on loopback, until all is sent."""
    port = free_port()
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory) / "taken"
        words = [sys.executable, "-m", "tests.faults.smtp_log", str(port), str(log)]
        server = subprocess.Popen(words)
        try:
            await_answer(port)
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
            yield log
        finally:
            server.terminate()
            server.wait(timeout=30)


def await_answer(port: int) -> None:
    for _ in range(100):
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The mail server does not answer.")


def ring_and_send(count: int) -> None:
    """So many reminders, from the sweep to the last 250 of the server."""
    due = Deadline.objects.order_by("id")[:count]
    Reminder.objects.bulk_create(
        (Reminder(deadline=each, due_on=each.due_on, lead="working_days_1", ring_on=TODAY) for each in due),
        batch_size=1000,
    )
    OutgoingMail.objects.filter(state=MailState.QUEUED).update(state=MailState.SENT, sent_at=AT)
    begun = time.perf_counter()
    queued = sweep(today=TODAY, at=AT)
    rung = time.perf_counter()
    with mail_server() as log:
        begun_to_send = time.perf_counter()
        while deliver_batch(datetime.now(UTC)):
            pass
        sent = time.perf_counter()
        taken = len(log.read_text().splitlines())
    if taken != queued:
        raise SystemExit(f"{queued} mails were queued and {taken} were taken.")
    print(f"{queued} reminders rung, {queued / (rung - begun):.0f} a second", end="; ")
    print(f"sent by one worker, {taken / (sent - begun_to_send):.0f} a second")


def main() -> None:
    count, reminders = (int(text) for text in [*sys.argv[1:], "10000", "5000"][:2])
    settings.DESK_DAY = TODAY
    call_command("migrate", verbosity=0)
    if Deadline.objects.exists():
        raise SystemExit("There are deadlines here. This needs an empty desk, which it fills.")
    write_all_digests(count)
    ring_and_send(reminders)


if __name__ == "__main__":
    main()
