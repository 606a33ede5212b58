"""Papers of a dossier: what is said of them, how that is put right, and which words lists keep to themselves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from cases.models import Document, DocumentKind, DocumentVersion
from cases.services.dossiers import close
from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of
from tests.api.filing import add_version, content_of, file, filed
from tests.api.test_conditional_writes import patch
from tests.conftest import client_of, member
from tests.factories import a_document, a_litigation, a_question, act
from tests.small_files import pdf


@pytest.fixture
def dossier(alice: User, desk: Team) -> str:
    return str(a_litigation(alice, desk).pk)


def rows(client: APIClient, dossier: str, query: str = "") -> list[dict[str, Any]]:
    return list(client.get(f"/api/v1/dossiers/{dossier}/documents{query}").json())


def last_of_trail(dossier: str) -> TrailEntry:
    return TrailEntry.objects.filter(dossier_id=dossier).latest("id")


def test_filed_document_says_what_it_is(as_alice: APIClient, alice: User, dossier: str) -> None:
    told = filed(
        as_alice, dossier, pdf(), "brief van Élise.pdf", title="A letter", kind="letter", language="fr",
        dated_on="2026-06-01",
    )  # fmt: skip
    [version] = told.pop("versions")
    by = {"id": str(alice.pk), "name": "Alice"}
    assert told == {
        "id": told["id"], "dossier": dossier, "kind": "letter", "title": "A letter", "language": "fr",
        "dated_on": "2026-06-01", "is_sensitive": False, "anonymises": None, "filed_by": by,
        "filed_at": told["filed_at"], "withdrawn_by": None, "withdrawn_at": None, "withdrawal_reason": "",
        "purged_at": None, "events": [],
    }  # fmt: skip
    assert version == {
        "number": 1, "original_name": "brief van Élise.pdf", "mime": "application/pdf", "size": len(pdf()),
        "sha256": version["sha256"], "is_encrypted": False, "uploaded_by": by, "uploaded_at": version["uploaded_at"],
    }  # fmt: skip


@pytest.mark.parametrize("kind", DocumentKind.values)
def test_medical_documents_and_interview_reports_are_sensitive_unless_it_is_said(
    as_alice: APIClient, dossier: str, kind: str
) -> None:
    told = filed(as_alice, dossier, kind=kind)
    assert told["is_sensitive"] is (kind in ("medical", "interview_report"))
    told = filed(as_alice, dossier, kind=kind, is_sensitive=str(not told["is_sensitive"]).lower())
    assert told["is_sensitive"] is (kind not in ("medical", "interview_report"))


def test_same_bytes_in_the_same_dossier_are_filed_with_a_warning(
    as_alice: APIClient, alice: User, desk: Team, dossier: str
) -> None:
    filed(as_alice, str(a_litigation(alice, desk, 2).pk))
    first = file(as_alice, dossier).json()
    assert first["same_content"] == []
    again = file(as_alice, dossier, title="The same, once more").json()
    assert again["same_content"] == [{"document": first["document"]["id"], "number": 1}]


def test_same_bytes_as_the_current_version_are_refused_and_the_version_named(
    as_alice: APIClient, dossier: str
) -> None:
    document = filed(as_alice, dossier, b"First.", "letter.txt")["id"]
    assert add_version(as_alice, document, b"Second.", "letter.txt").status_code == 201
    answer = add_version(as_alice, document, b"Second.", "letter.txt")
    assert problem(answer) == (409, "document_unchanged")
    assert answer.json()["values"] == {"version": 2}
    back = add_version(as_alice, document, b"First.", "letter.txt").json()
    assert back["same_content"] == [{"document": document, "number": 1}]
    assert [each["number"] for each in back["document"]["versions"]] == [1, 2, 3]


def test_description_is_put_right_and_the_trail_holds_codes_and_no_words(
    as_alice: APIClient, dossier: str
) -> None:
    document = filed(as_alice, dossier)["id"]
    address = f"/api/v1/documents/{document}"
    tag = as_alice.get(address).headers["ETag"]
    right = {"title": "About her health", "kind": "medical", "is_sensitive": True, "dated_on": "2026-05-01"}
    answer = patch(as_alice, address, right, if_match=tag)
    assert {name: answer.json()[name] for name in right} == right
    entry = last_of_trail(dossier)
    assert (entry.verb, entry.changes) == (
        "document.amended",
        {
            "document": document, "fields": ["title", "kind", "dated_on", "is_sensitive"],
            "kind": ["letter", "medical"], "dated_on": [None, "2026-05-01"], "is_sensitive": [False, True],
        },
    )  # fmt: skip
    assert problem(patch(as_alice, address, right, if_match=tag)) == (412, "changed_meanwhile")
    assert problem(patch(as_alice, address, right, if_match="")) == (428, "precondition_needed")
    same = patch(as_alice, address, right, if_match=answer.headers["ETag"])
    assert same.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"title": ""}, (400, "invalid")),
        ({"kind": "novel"}, (400, "invalid")),
        ({"dated_on": "2026-06-16"}, (422, "date_in_future")),
        ({"anonymises": "01a20a02-8b0a-704a-bd54-4f54f8a59427"}, (422, "document_unknown")),
    ],
)
def test_description_that_cannot_be_is_refused(
    as_alice: APIClient, dossier: str, said: dict[str, str], expected: tuple[int, str]
) -> None:
    assert problem(file(as_alice, dossier, **said)) == expected
    document = filed(as_alice, dossier)["id"]
    assert problem(patch(as_alice, f"/api/v1/documents/{document}", said, if_match="*")) == expected
    assert Document.objects.count() == 1


def test_anonymised_copy_names_its_original_and_copies_of_copies_are_refused(
    as_alice: APIClient, dossier: str
) -> None:
    original = filed(as_alice, dossier)["id"]
    copy = filed(as_alice, dossier, b"Of X.", "copy.txt", anonymises=original)
    assert copy["anonymises"] == original
    answer = file(as_alice, dossier, b"Of Y.", "copy.txt", anonymises=copy["id"])
    assert problem(answer) == (422, "document_is_a_copy")
    for document in (original, copy["id"]):
        answer = patch(as_alice, f"/api/v1/documents/{original}", {"anonymises": document}, if_match="*")
        assert problem(answer) == (422, "document_is_a_copy")


# What lists tell


def test_list_tells_everything_but_the_title_of_what_is_sensitive(as_alice: APIClient, dossier: str) -> None:
    filed(as_alice, dossier, title="A plain letter")
    filed(as_alice, dossier, kind="medical", title="About her health")
    told = [
        (row["kind"], row["title"], row["is_sensitive"], row["version"]) for row in rows(as_alice, dossier)
    ]
    assert told == [("letter", "A plain letter", False, 1), ("medical", "", True, 1)]


def test_looking_at_a_sensitive_one_is_recorded_and_changes_nothing(
    as_alice: APIClient, dossier: str
) -> None:
    plain, sensitive = filed(as_alice, dossier)["id"], filed(as_alice, dossier, kind="medical")["id"]
    before = revision_of(as_alice.get(f"/api/v1/documents/{plain}"))
    entries = TrailEntry.objects.filter(dossier_id=dossier).count()
    told = as_alice.get(f"/api/v1/documents/{sensitive}")
    assert (told.json()["title"], revision_of(told)) == ("A letter", before)
    assert TrailEntry.objects.filter(dossier_id=dossier).count() == entries + 1
    assert last_of_trail(dossier).verb == "document.viewed"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4]),
        ("?kind=receipt", [2]),
        ("?q=LETTER", [1, 2, 4]),
        ("?q=letter%204", [4]),
        ("?is_withdrawn=true", [4]),
        ("?is_withdrawn=false&kind=letter", [1]),
    ],
)
def test_filters_give_exactly_what_they_say(
    as_alice: APIClient, alice: User, desk: Team, query: str, expected: list[int]
) -> None:
    dossier = a_litigation(alice, desk)
    kinds = [DocumentKind.LETTER, DocumentKind.RECEIPT, DocumentKind.MEDICAL, DocumentKind.LETTER]
    made = [a_document(alice, dossier, number, kind) for number, kind in enumerate(kinds, 1)]
    post(as_alice, f"documents/{made[3].pk}/withdraw", {"reason": "Filed twice."})
    numbers = {str(document.pk): number for number, document in enumerate(made, 1)}
    assert [numbers[row["id"]] for row in rows(as_alice, str(dossier.pk), query)] == expected


@pytest.mark.parametrize("query", ["?kind=novel", "?is_withdrawn=yes", "?q=%00", "?colour=red", "?cursor=x"])
def test_filter_that_cannot_be_read_or_is_unknown_is_400(
    as_alice: APIClient, dossier: str, query: str
) -> None:
    assert problem(as_alice.get(f"/api/v1/dossiers/{dossier}/documents{query}")) == (400, "invalid")


def test_list_takes_the_same_queries_for_one_and_for_many(
    as_alice: APIClient, alice: User, desk: Team, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Session and user, the dossier and whether she may look inside, its documents, their versions."""
    dossier = a_litigation(alice, desk)
    for number in range(1, 7):
        a_document(alice, dossier, number)
        if number in (1, 6):
            with django_assert_num_queries(6):
                assert len(rows(as_alice, str(dossier.pk))) == number


def test_document_takes_the_same_queries_for_one_version_and_for_many(
    as_alice: APIClient, dossier: str, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Session and user, the document, its versions, its events."""
    document = filed(as_alice, dossier)["id"]
    for number in range(2, 6):
        with django_assert_num_queries(5):
            told = as_alice.get(f"/api/v1/documents/{document}").json()
        assert [each["number"] for each in told["versions"]] == list(range(1, number))
        add_version(as_alice, document, f"Words {number}.".encode(), "letter.txt")


# Withdrawing


def test_withdrawn_document_is_seen_with_its_reason_and_used_no_more(
    as_alice: APIClient, dossier: str
) -> None:
    document = filed(as_alice, dossier)["id"]
    told = post(as_alice, f"documents/{document}/withdraw", {"reason": "It is another's."}).json()
    assert (told["withdrawal_reason"], told["withdrawn_by"]["name"]) == ("It is another's.", "Alice")
    entry = last_of_trail(dossier)
    assert (entry.verb, entry.reason) == ("document.withdrawn", "It is another's.")
    for answer in (
        content_of(as_alice, document),
        content_of(as_alice, document, 1),
        add_version(as_alice, document, b"A better one.", "letter.txt"),
        patch(as_alice, f"/api/v1/documents/{document}", {"title": "Again"}, if_match="*"),
        post(as_alice, f"documents/{document}/withdraw", {"reason": "Again."}),
    ):
        assert problem(answer) == (409, "document_withdrawn")
    assert DocumentVersion.objects.count() == 1


@pytest.mark.parametrize(("reason", "pointer"), [("", "#/reason"), (None, "#/reason")])
def test_withdrawing_needs_a_reason(as_alice: APIClient, dossier: str, reason: Any, pointer: str) -> None:
    document = filed(as_alice, dossier)["id"]
    answer = post(as_alice, f"documents/{document}/withdraw", {"reason": reason})
    assert (answer.status_code, pointers(answer)[0][0]) == (400, pointer)


# Who, and when


def test_closed_dossier_takes_no_paper_and_lets_a_wrong_one_go(
    as_alice: APIClient, alice: User, dossier: str
) -> None:
    document = filed(as_alice, dossier)["id"]
    close(act(alice), UUID(dossier), outcome="settled")
    assert problem(file(as_alice, dossier)) == (409, "state_forbids")
    assert problem(add_version(as_alice, document, b"More.", "letter.txt")) == (409, "state_forbids")
    assert post(as_alice, f"documents/{document}/withdraw", {"reason": "Not ours."}).status_code == 200


def test_who_only_handed_a_question_in_sees_none_of_its_papers(alice: User, desk: Team) -> None:
    intake = member(desk, "Ines", Role.INTAKE)
    question = a_question(intake, desk)
    document = a_document(alice, question)
    as_intake = client_of(intake)
    assert as_intake.get(f"/api/v1/dossiers/{question.pk}").status_code == 200
    for path in (
        f"dossiers/{question.pk}/documents",
        f"dossiers/{question.pk}/documents.zip",
        f"documents/{document.pk}",
        f"documents/{document.pk}/content",
    ):
        assert problem(as_intake.get(f"/api/v1/{path}")) == (404, "not_found")
    said = {"kind": "asker_said", "body": "See this.", "channel": "mail", "documents": [str(document.pk)]}
    assert problem(post(as_intake, f"dossiers/{question.pk}/messages", said)) == (422, "document_unknown")


def test_member_who_leaves_the_team_reads_no_file_any_more(
    as_alice: APIClient, alice: User, dossier: str
) -> None:
    document = filed(as_alice, dossier)["id"]
    Membership.objects.filter(user=alice).delete()
    assert problem(content_of(as_alice, document)) == (404, "not_found")
