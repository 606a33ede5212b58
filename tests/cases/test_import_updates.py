"""The import and orders the desk knows: refused, brought up to date, or left alone, as was asked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.models import Condemnation, Dossier, EventKind
from cases.services.dossiers import amend
from cases.services.events import Happening
from deadlines.closing import close_dossier
from deadlines.services import record_event
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import act_of, new_condemnation, order
from tests.cases.files import HEADER, checked, csv_of, imported, mistakes, row, written

BETTER = {
    "title": "A better title",
    "language": "nl",
    "person_concerned": "C.D.",
    "procedure": "summary",
    "ecli": "ECLI:BE:TTBRL:2022:ORD.20220722.1",
}


@pytest.fixture
def known(alice: User, desk: Team) -> Dossier:
    imported(csv_of(row()), alice, desk)
    return Dossier.objects.get()


def updated(source: bytes, user: User, team: Team) -> Any:
    """The one row of an update that was written."""
    found = checked(source, user, team, existing="update")
    assert (found.state, found.counts["updated"]) == ("checked", 1)
    assert written(user, found).state == "written"
    return found.rows.get()


def trail(dossier: Dossier) -> list[tuple[str, dict[str, object]]]:
    entries = TrailEntry.objects.filter(dossier_id=dossier.pk).order_by("id")
    return [(entry.verb, entry.changes) for entry in entries]


def test_known_order_is_brought_up_to_date_and_says_what_changed(
    alice: User, desk: Team, known: Dossier
) -> None:
    kept = updated(csv_of(row(**BETTER)), alice, desk)
    assert kept.changes == {
        "title": ["An invented family", "A better title"],
        "language": ["fr", "nl"],
        "person_concerned": ["A.B.", "C.D."],
        "procedure": ["unilateral", "summary"],
        "ecli": ["", "ECLI:BE:TTBRL:2022:ORD.20220722.1"],
    }
    known.refresh_from_db()
    assert (known.title, known.language, known.person_concerned) == ("A better title", "nl", "C.D.")
    assert (known.condemnation.procedure, known.condemnation.ecli) == ("summary", BETTER["ecli"])
    assert checked(csv_of(row(**BETTER)), alice, desk).counts["unchanged"] == 1


def test_update_leaves_the_trail_and_the_revision_an_edit_by_hand_leaves(
    alice: User, desk: Team, known: Dossier
) -> None:
    by_hand = new_condemnation(alice, desk, order("22/9/K"))
    before = {one.pk: one.revision for one in Dossier.objects.all()}
    amend(act_of(alice), by_hand.pk, {"title": "A better title", "language": "fr"})
    updated(csv_of(row(title="A better title", language="de")), alice, desk)
    assert trail(known)[-1] == trail(by_hand)[-1] == ("dossier.amended", {"fields": ["title", "language"]})
    assert {one.revision - before[one.pk] for one in Dossier.objects.all()} == {1}


def test_trail_holds_codes_of_the_order_before_and_after_and_no_free_text(
    alice: User, desk: Team, known: Dossier
) -> None:
    header = (*HEADER, "orders")
    updated(csv_of(row(procedure="merits", orders="A place for all four."), header=header), alice, desk)
    assert trail(known)[-1] == (
        "condemnation.amended",
        {"fields": ["procedure", "orders"], "procedure": ["unilateral", "merits"]},
    )


def test_empty_cell_of_an_update_leaves_what_is_stored(alice: User, desk: Team, known: Dossier) -> None:
    source = csv_of(row(person_concerned="", housed_on="", language="", title="A better title"))
    assert updated(source, alice, desk).changes == {"title": ["An invented family", "A better title"]}
    known.refresh_from_db()
    assert (known.person_concerned, known.language, known.events.count()) == ("A.B.", "fr", 3)


def test_penalty_is_never_edited_by_a_file(alice: User, desk: Team, known: Dossier) -> None:
    source = csv_of(row(title="A better title", penalty_amount="300", penalty_cap="9000"))
    assert mistakes(source, alice, desk, existing="update") == [
        (2, "penalty_amount", "penalty_not_edited"),
        (2, "penalty_cap", "penalty_not_edited"),
    ]


def test_penalty_is_not_added_to_a_known_order(alice: User, desk: Team) -> None:
    imported(csv_of(row(penalty_amount="", penalty_unit="")), alice, desk)
    found = mistakes(csv_of(row()), alice, desk, existing="update")
    assert {code for _, _, code in found} == {"penalty_not_edited"}


def test_event_the_desk_lacks_is_added_and_one_it_has_is_not_moved(alice: User, desk: Team) -> None:
    imported(csv_of(row(housed_on="")), alice, desk)
    kept = updated(csv_of(row()), alice, desk)
    assert kept.changes == {"housed_on": ["", "2022-11-04"]}
    dossier = Dossier.objects.get()
    assert [event.pk for event in dossier.events.filter(kind="person_housed")] == kept.events
    assert dossier.revision == 1 + len(trail(dossier))
    moved = csv_of(row(served_on="2022-07-30"))
    assert mistakes(moved, alice, desk, existing="update") == [(2, "served_on", "event_not_edited")]


def test_closed_dossier_takes_corrections_of_its_fields_and_no_events(alice: User, desk: Team) -> None:
    imported(csv_of(row(housed_on="")), alice, desk)
    settled = Happening(kind=EventKind.SETTLEMENT_AGREED, on=date(2022, 12, 5), amount=Decimal(1500))
    record_event(act_of(alice), Dossier.objects.get().pk, settled)
    close_dossier(act_of(alice), Dossier.objects.get().pk, outcome="settled")
    assert mistakes(csv_of(row()), alice, desk, existing="update") == [(2, "housed_on", "state_forbids")]
    updated(csv_of(row(housed_on="", title="A better title")), alice, desk)


def test_known_order_that_differs_is_skipped_and_says_what_was_not_taken(
    alice: User, desk: Team, known: Dossier
) -> None:
    source = csv_of(row(title="Another"), row(role_number="22/2/K"))
    found = checked(source, alice, desk, existing="skip")
    assert (found.counts["skipped"], found.counts["new"], found.state) == (1, 1, "checked")
    assert found.rows.get(line=2).changes == {"title": ["An invented family", "Another"]}
    written(alice, found)
    known.refresh_from_db()
    assert (known.title, Condemnation.objects.count()) == ("An invented family", 2)


def test_order_is_found_by_our_reference_and_the_rest_may_be_left_out(
    alice: User, desk: Team, known: Dossier
) -> None:
    source = b"reference,person_concerned\nC-2026-00001,E.F.\n"
    assert updated(source, alice, desk).changes == {"person_concerned": ["A.B.", "E.F."]}
    assert mistakes(source, alice, desk) == []


@pytest.mark.parametrize("existing", ["refuse", "update", "skip"])
def test_order_named_by_our_reference_need_not_be_named_twice(
    existing: str, alice: User, desk: Team, known: Dossier
) -> None:
    source = csv_of(
        {**row(court="", role_number="", decided_on=""), "reference": "C-2026-00001"},
        header=("reference", *HEADER),
    )
    assert checked(source, alice, desk, existing=existing).counts["unchanged"] == 1


@pytest.mark.parametrize(
    ("cells", "mistake"),
    [
        ("C-2026-00009,,,,", ("reference", "reference_unknown")),
        ("C-2026-00001,Another court,,,", ("court", "key_differs")),
        ("C-2026-00001,,,2022-07-23,", ("decided_on", "key_differs")),
        (",Invented court,,,", ("reference", "key_needed")),
        (",,,,An order", ("reference", "key_needed")),
    ],
)
def test_row_that_names_no_order_or_another_one_is_refused(
    cells: str, mistake: tuple[str, str], alice: User, desk: Team, known: Dossier
) -> None:
    source = f"reference,court,role_number,decided_on,title\n{cells}\n".encode()
    found = mistakes(source, alice, desk, existing="update")
    assert (2, *mistake) in found
    assert {code for _, _, code in found} <= {mistake[1], "value_needed"}


def test_order_named_by_its_key_and_by_our_reference_stands_there_twice(
    alice: User, desk: Team, known: Dossier
) -> None:
    header = ("reference", *HEADER)
    source = csv_of(row(), {"reference": "C-2026-00001", "title": "Other"}, header=header)
    assert mistakes(source, alice, desk, existing="update") == [(3, "role_number", "key_twice")]


def test_order_of_another_team_is_not_known_by_its_reference(alice: User, charlie: User, desk: Team) -> None:
    imported(csv_of(row()), charlie, Team.objects.get(slug="elsewhere"))
    source = b"reference,title\nC-2026-00001,Guess\n"
    assert mistakes(source, alice, desk, existing="update") == [(2, "reference", "reference_unknown")]
