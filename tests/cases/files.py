"""Small files of condemnations for the tests of the import."""

from django.utils.translation import override

from cases.imports.mistakes import Mistake
from cases.models import Import
from cases.services.imports import Upload, confirm, upload
from deadlines.imports import Clock, work_on
from helpdesk.people.models import Team, User
from tests.cases.conftest import NOW, act_of
from tests.conftest import TODAY

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


def many(count: int, **cells: str) -> bytes:
    return csv_of(*(row(role_number=f"22/{number}/K", **cells) for number in range(1, count + 1)))


def handed_in(
    source: bytes,
    user: User,
    team: Team,
    kind: str = "condemnations",
    existing: str = "refuse",
    sheet: str = "",
) -> Import:
    """The file as it waits for its check."""
    told = Upload(
        team=team, kind=kind, existing=existing, file_name="orders.csv", content=source, sheet=sheet
    )
    return upload(act_of(user), told)


def worked_on(imported: Import) -> Import:
    """The import once a worker has done what it waits for."""
    work_on(imported.pk, Clock(lambda: NOW, TODAY))
    imported.refresh_from_db()
    return imported


def checked(source: bytes, user: User, team: Team, **told: str) -> Import:
    return worked_on(handed_in(source, user, team, **told))


def mistakes(source: bytes, user: User, team: Team, **told: str) -> list[tuple[int, str, str]]:
    """Line, column and code of every mistake."""
    return [(one.line, one.column, one.code) for one in mistakes_of(checked(source, user, team, **told))]


def mistakes_of(imported: Import) -> list[Mistake]:
    rows = imported.rows.order_by("line")
    return [Mistake(line=row.line, **mistake) for row in rows for mistake in row.mistakes]


def words_of(mistake: Mistake) -> str:
    with override("en"):
        return str(mistake)


def written(user: User, imported: Import) -> Import:
    """A checked import, confirmed and worked on once more."""
    return worked_on(confirm(act_of(user), imported.pk))


def imported(source: bytes, user: User, team: Team, **told: str) -> list[str]:
    """Import a file that is right; the references of what it made."""
    found = checked(source, user, team, **told)
    assert mistakes_of(found) == []
    assert written(user, found).state == "written"
    new = found.rows.filter(result="new").order_by("line")
    return list(new.values_list("reference", flat=True))
