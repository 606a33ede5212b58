"""Small files of condemnations for the tests of the import."""

from cases.imports import Checked, Importing
from helpdesk.people.models import Team, User
from tests.cases.conftest import act_of

HEADER = (
    "title", "court", "role_number", "decided_on", "procedure", "language", "person_concerned", "ecli",
    "penalty_amount", "penalty_unit", "penalty_cap", "served_on", "housed_on",
)  # fmt: skip
FAMILY = {
    "title": "An invented family",
    "court": "Invented court",
    "role_number": "22/1/K",
    "decided_on": "2022-07-22",
    "procedure": "unilateral",
    "language": "fr",
    "person_concerned": "A.B.",
    "penalty_amount": "250.00",
    "penalty_unit": "calendar_day",
    "served_on": "2022-07-29",
    "housed_on": "2022-11-04",
}


def row(**cells: str) -> dict[str, str]:
    return {**FAMILY, **cells}


def csv_of(
    *rows: dict[str, str], header: tuple[str, ...] = HEADER, delimiter: str = ",", line_end: str = "\n"
) -> bytes:
    """The file as text, each cell as given: what needs quotes must bring them."""
    lines = [header, *([one.get(name, "") for name in header] for one in rows)]
    return "".join(delimiter.join(cells) + line_end for cells in lines).encode()


def many(count: int) -> bytes:
    return csv_of(*(row(role_number=f"22/{number}/K") for number in range(1, count + 1)))


def silent(stage: str, done: int, total: int) -> None:
    """Nobody watches the progress."""


def importing(source: bytes, user: User, team: Team) -> Importing:
    return Importing(act_of(user), team, source, silent)


def checked(source: bytes, user: User, team: Team) -> Checked:
    return importing(source, user, team).check(mistakes_kept=100)


def mistakes(source: bytes, user: User, team: Team) -> list[tuple[int, str, str]]:
    """Line, column and code of every mistake."""
    return [(one.line, one.column, one.code) for one in checked(source, user, team).report.kept]


def imported(source: bytes, user: User, team: Team) -> list[str]:
    """Import a file that is right; the references it got."""
    job = importing(source, user, team)
    found = job.check(mistakes_kept=100)
    assert found.report.kept == []
    return job.write(found)
