"""Workers, beats, broker, database and mail server are killed at random; every reminder leaves, and leaves once.

The day the clock plays is long past and nobody acknowledges it, so every deadline is told of twice: to its owner, and
when it climbs, to everybody who may work on it. Of some only a lead time of the owner's own tells, of others of hers a
shared reminder does and hers keeps silent.

One crash cannot be told from success by anybody: between the mail server's acceptance and our commit. There, and only
there, a mail may leave twice, with the same Message-ID. At most one mail for each worker that was sending when
something it spoke to was killed: one for a killed worker, as many as there are workers for the database or the mail
server.

`make faults` runs twenty seeds with five thousand reminders; the ordinary tests run one seed, small.
"""

from collections import Counter

import pytest

from tests.faults.load import is_told_by_wish
from tests.faults.shaken_desk import WORKERS, environment_number, shake, shaken_desk

RUNS = environment_number("FAULT_RUNS", 1)
REMINDERS = environment_number("FAULT_REMINDERS", 150)
KILLS = environment_number("FAULT_KILLS", 6)
PATIENCE = environment_number("FAULT_PATIENCE_SECONDS", 600)
WRITTEN = """
SELECT (SELECT count(*) FROM deadlines_remindermail),
       (SELECT count(*) FROM outbox_outgoingmail),
       (SELECT count(*) FROM deadlines_reminder WHERE wished_by_id IS NOT NULL)
"""
TELLINGS = 2
DOUBTFUL = {"worker": 1, "postgres": WORKERS, "smtp": WORKERS, "valkey": 0, "beat": 0}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(RUNS))
def test_every_reminder_leaves_once_whatever_is_killed(seed: int) -> None:
    with shaken_desk(REMINDERS // TELLINGS) as desk:
        shake(desk, seed, KILLS, PATIENCE)
        written, mails, own = desk.ask(WRITTEN)
        taken = Counter(line.split()[0] for line in desk.witness.read_text().splitlines())
        kills = desk.kills
    print(f"seed {seed}: {dict(kills)}, {len(taken)} mails, {taken.total() - len(taken)} of them twice")  # noqa: T201
    assert written == mails == REMINDERS
    assert own == sum(is_told_by_wish(number) for number in range(REMINDERS // TELLINGS)) > 0
    assert len(taken) == REMINDERS, "lost"
    assert taken.total() - len(taken) <= sum(DOUBTFUL[name] * count for name, count in kills.items()), (
        "doubled"
    )
