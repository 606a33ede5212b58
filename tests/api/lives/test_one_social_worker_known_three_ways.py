"""One social worker, known three ways: found, made one, and what was merged in haste taken apart again."""

from typing import Any

from rest_framework.test import APIClient

from helpdesk.people.models import Team, User
from tests.api.asking import post
from tests.conftest import client_of
from tests.factories import an_organisation


class Desk:
    """What a colleague does at the desk when people call and write."""

    def __init__(self, client: APIClient) -> None:
        self.client = client

    def asked(self, title: str, **asker: str) -> tuple[str, str]:
        """The dossier of a new question, and its asker."""
        body = {"title": title, "channel": "mail", "body": "?", "asker": {"role": "social_worker", **asker}}
        answer = post(self.client, "questions", body)
        assert answer.status_code == 201, answer.content
        return answer.json()["id"], answer.json()["question"]["asker"]["id"]

    def duplicates(self) -> set[frozenset[str]]:
        told = self.client.get("/api/v1/contacts/duplicates").json()["results"]
        return {frozenset((each["newer"]["id"], each["older"]["id"])) for each in told}

    def does(self, path: str, **said: Any) -> dict[str, Any]:
        answer = post(self.client, path, said)
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = answer.json()
        return told

    def titles_of(self, contact: str) -> list[str]:
        told = self.client.get(f"/api/v1/contacts/{contact}/dossiers").json()["results"]
        return sorted(each["title"] for each in told)


def test_one_social_worker_known_three_ways(alice: User, sam: User, desk: Team, as_sam: APIClient) -> None:
    at_the_desk = Desk(client_of(alice))
    an_organisation(alice, "Opvanghuis Verzonnen vzw", kind="reception_centre")

    # She writes from her own address, calls from her own telephone, and her centre hands a question of hers in.
    _, written = at_the_desk.asked(
        "Written", name="Annelies De Wit", email="annelies@house.example", organisation="opvanghuis verzonnen"
    )
    _, called = at_the_desk.asked(
        "Called", name="A. De Wit", phone="0470/12.34.56", organisation="Opvanghuis Verzonnen"
    )
    _, handed_in = Desk(as_sam).asked(
        "Handed in", name="de wit annelies", email="info@house.example", phone="+32 (0)470 12 34 56"
    )
    assert len({written, called, handed_in}) == 3
    # Somebody else of the centre calls from the same telephone.
    _, sister = at_the_desk.asked("Another", name="Els De Wit", phone="0470 12 34 56")

    pairs = at_the_desk.duplicates()
    assert {
        frozenset(pair) for pair in ((written, called), (written, handed_in), (called, handed_in))
    } <= pairs
    assert frozenset((called, sister)) in pairs

    # In haste all four are made one, and it is seen at once that the sister is another.
    keep = {"name": written, "email": written, "phone": called}
    reason = "One social worker."
    whole = at_the_desk.does(
        f"contacts/{written}/merge", **{"from": [called, handed_in, sister], "keep": keep, "reason": reason}
    )
    assert (whole["phone_e164"], len(whole["merged_from"])) == ("+32470123456", 3)
    assert at_the_desk.titles_of(written) == ["Another", "Called", "Handed in", "Written"]
    again = at_the_desk.does(f"contacts/{sister}/unmerge", reason="Els is her sister.")
    assert (again["id"], again["phone"], again["merged_from"]) == (written, "", [])
    assert at_the_desk.titles_of(sister) == ["Another"]
    assert at_the_desk.titles_of(written) == ["Written"]

    # Now the three only; the sister is told apart and never proposed again.
    at_the_desk.does(
        f"contacts/{written}/merge", **{"from": [called, handed_in], "keep": keep, "reason": reason}
    )
    at_the_desk.does(f"contacts/{sister}/distinct", other=written, reason="Els is her sister.")
    assert at_the_desk.duplicates() == set()
    assert at_the_desk.titles_of(handed_in) == ["Called", "Handed in", "Written"]

    # Whichever way she asks next, she is known; her centre is still told of its own question only as it told it.
    _, next_asker = at_the_desk.asked("Again", name="De Wit, A.", phone="+32470123456")
    assert next_asker == written
    told = as_sam.get("/api/v1/questions").json()["results"]
    [question] = [as_sam.get(f"/api/v1/questions/{each['id']}").json()["question"] for each in told]
    assert (question["asker"]["id"], question["asker"]["email"]) == (handed_in, "info@house.example")

    verbs = [each["verb"] for each in at_the_desk.client.get(f"/api/v1/contacts/{written}/trail").json()]
    assert [verb for verb in verbs if "merged" in verb] == [
        "contact.merged", "contact.unmerged", "contact.merged",
    ]  # fmt: skip
