"""Refused on 16 September 2022, appealed on the 22nd, granted by the labour court on the 28th."""

from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

REFUSED = {"result": "refused", "judge": "President, 1st chamber"}
GRANTED = {
    "result": "granted", "court": "Labour court Brussels", "role_number": "2022/KB/14",
    "appealed_role_number": "22/4100/K", "procedure": "appeal", "judge": "2nd chamber", "written_in": "fr",
    "penalty": {"amount": "250.00", "unit": "calendar_day"},
}  # fmt: skip
NOT_SUSPENSIVE = {"has_suspensive_effect": False, "by": "claimant", "role_number": "2022/KB/14"}


def refused(client: APIClient) -> Order:
    """From the paper of the waiting list to the order that refuses."""
    order = Order(client)
    order.happens(
        "reception_refused",
        "2022-09-01",
        details={
            "waiting_list_on": "2022-09-01",
            "code_207_on": "2022-09-02",
            "proof": "Paper in five languages",
        },
    )
    order.happens("formal_notice", "2022-09-05", details={"comply_by": "2022-09-07", "channel": "registered"})
    petition = {"court": "Labour tribunal Brussels", "role_number": "22/4100/K", "procedure": "unilateral"}
    order.happens("petition_filed", "2022-09-14", details=petition)
    order.happens("order_given", "2022-09-16", details=REFUSED)
    return order


def test_stages_follow_one_another_with_the_events_that_caused_them(as_alice: APIClient) -> None:
    order = refused(as_alice)
    order.happens("order_appealed", "2022-09-22", details=NOT_SUSPENSIVE)
    order.happens("order_given", "2022-09-28", details=GRANTED)
    order.happens("order_served", "2022-09-29")
    life = order.life("2022-10-05")
    assert order.stages("2022-10-05") == [
        ("intake", "2022-09-01"),
        ("formal_notice", "2022-09-05"),
        ("petition_filed", "2022-09-14"),
        ("order_refused", "2022-09-16"),
        ("order_granted", "2022-09-28"),
        ("served", "2022-09-29"),
        ("accruing", "2022-09-30"),
    ]
    assert [stage["kind"] for stage in life["stages"]] == [
        "reception_refused", "formal_notice", "petition_filed", "order_given", "order_given", "order_served",
        "order_served",
    ]  # fmt: skip
    assert (life["stage"], life["has_place"]) == ("accruing", False)
    assert order.life("2022-09-20")["stage"] == "order_refused"


def test_order_that_counts_is_that_of_the_labour_court(as_alice: APIClient) -> None:
    order = refused(as_alice)
    before = order.condemnation()
    assert (before["court"], before["role_number"], before["decided_on"], before["penalty"]) == (
        "Labour tribunal Brussels", "22/4100/K", None, None,
    )  # fmt: skip
    order.happens("order_appealed", "2022-09-22", details=NOT_SUSPENSIVE)
    given = order.event("order_given", "2022-09-28", details=GRANTED)
    told = order.condemnation()
    assert (told["court"], told["role_number"], told["appealed_role_number"], told["decided_on"]) == (
        "Labour court Brussels", "2022/KB/14", "22/4100/K", "2022-09-28",
    )  # fmt: skip
    assert (told["penalty"]["amount"], told["penalty"]["debtor"]) == ("250.00", "fedasil")
    life = order.life("2022-09-30")
    assert [one["result"] for one in life["orders"]] == ["refused", "granted"]
    assert (life["order"], life["penalty_of"]) == (given, given)
    [appeal] = life["appeals"]
    assert (appeal["opened_on"], appeal["ended_on"], appeal["result"], appeal["role_number"]) == (
        "2022-09-22", "2022-09-28", "granted", "2022/KB/14",
    )  # fmt: skip
    assert [step["kind"] for step in appeal["steps"]] == ["order_appealed", "order_given"]


def test_appeal_before_the_order_that_counts_stops_none_of_its_penalty(as_alice: APIClient) -> None:
    order = refused(as_alice)
    order.happens("order_appealed", "2022-09-22", details=NOT_SUSPENSIVE)
    order.happens("order_given", "2022-09-28", details=GRANTED)
    order.happens("order_served", "2022-09-29")
    assert order.units("2022-10-05", "forfeited") == (5, "1250.00")


def test_refusal_notified_by_judicial_letter_opens_the_claimants_appeal(as_alice: APIClient) -> None:
    order = refused(as_alice)
    told = order.happens("order_notified", "2022-09-19")
    assert [(one["rule_id"], one["due_on"], one["needs_confirmation"]) for one in told["deadlines"]] == [
        ("appeal-against-unilateral-order", "2022-10-19", True)
    ]
    assert order.life("2022-09-20")["orders"][0]["notified_on"] == "2022-09-19"


def test_appeal_follows_the_order_that_is_put_right(as_alice: APIClient) -> None:
    order = refused(as_alice)
    order.happens("order_notified", "2022-09-19")
    given = next(event for event in order.events() if event["kind"] == "order_given")
    all_granted = {**given["details"], "result": "granted"}
    order.correct(given["id"], "order_given", "2022-09-16", details=all_granted)
    [appeal] = as_alice.get("/api/v1/deadlines").json()["results"]
    assert appeal["state"] == "lapsed"
    summary = {**all_granted, "result": "partly_granted", "procedure": "summary"}
    order.correct(given["id"], "order_given", "2022-09-16", details=summary)
    rules = {(one["rule_id"], one["state"]) for one in as_alice.get("/api/v1/deadlines").json()["results"]}
    assert ("appeal-against-summary-order", "open") in rules


def test_order_that_granted_all_opens_no_appeal_of_the_claimant(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-09-16")
    assert order.happens("order_notified", "2022-09-19")["deadlines"] == []


def test_second_order_needs_an_appeal_or_a_new_petition(as_alice: APIClient) -> None:
    order = refused(as_alice)
    again = order.tell("order_given", "2022-09-28", details={**GRANTED, "procedure": "unilateral"})
    assert (problem(again), pointers(again)) == ((422, "claim_decided"), [("#/on", "claim_decided")])
    order.happens("petition_filed", "2022-09-20")
    assert order.life("2022-09-21")["stage"] == "petition_filed"
    order.happens("order_given", "2022-09-28", details={**GRANTED, "procedure": "unilateral"})


def test_history_below_a_judgment_on_appeal_can_be_told_after_it(as_alice: APIClient) -> None:
    known = {name: value for name, value in GRANTED.items() if name not in ("result", "penalty")}
    order = Order(as_alice, "2022-09-28", GRANTED["penalty"], **known)
    below = {**REFUSED, "court": "Labour tribunal Brussels", "procedure": "unilateral"}
    order.happens("order_given", "2022-09-16", details=below)
    order.happens("order_appealed", "2022-09-22", details=NOT_SUSPENSIVE)
    order.happens("petition_filed", "2022-09-14")
    assert [stage for stage, _ in order.stages("2022-09-30")] == [
        "petition_filed", "order_refused", "order_granted",
    ]  # fmt: skip
    assert order.life("2022-09-30")["appeals"][0]["result"] == "granted"
    assert order.condemnation()["role_number"] == "2022/KB/14"


def test_order_without_court_or_proceedings_is_refused_unless_the_petition_told_them(
    as_alice: APIClient,
) -> None:
    order = Order(as_alice)
    bare = order.tell("order_given", "2022-09-16", details={"result": "granted"})
    assert (problem(bare), pointers(bare)) == (
        (422, "detail_needed"),
        [("#/details/court", "detail_needed")],
    )
    order.happens(
        "petition_filed", "2022-09-14", details={"court": "Labour tribunal Ghent", "procedure": "unilateral"}
    )
    told = order.happens("order_given", "2022-09-16", details={"result": "granted"})["event"]["details"]
    assert (told["court"], told["debtor"]) == ("Labour tribunal Ghent", "fedasil")


def test_standing_order_is_not_refused_but_annulled(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-09-16")
    order.happens("order_appealed", "2022-09-22", details={"has_suspensive_effect": False, "by": "debtor"})
    refusal = order.tell("order_given", "2022-09-28", details={**GRANTED, "result": "refused"})
    assert problem(refusal) == (422, "order_stands")


def test_second_penalty_beside_the_first_is_refused_unless_it_sets_the_first_order_aside(
    as_alice: APIClient,
) -> None:
    order = Order(as_alice, "2022-09-16", {"amount": "100.00", "unit": "calendar_day"})
    order.happens("order_served", "2022-09-17")
    order.happens("order_appealed", "2022-09-22", details=NOT_SUSPENSIVE)
    assert problem(order.tell("order_given", "2022-09-28", details=GRANTED)) == (422, "penalty_stands")
    assert order.units("2022-09-28", "forfeited") == (10, "1000.00")
    order.happens("order_given", "2022-09-28", details={**GRANTED, "sets_aside": True})
    assert order.units("2022-09-28", "forfeited") == (0, "0.00")
    assert order.units("2022-09-27", "forfeited") == (9, "900.00")
    order.happens("order_served", "2022-09-30")
    assert order.units("2022-10-05", "forfeited") == (4, "1000.00")
    assert order.life("2022-10-05")["orders"][0]["annulled_on"] == "2022-09-28"


def test_order_in_the_book_of_another_dossier_is_refused(as_alice: APIClient) -> None:
    Order(as_alice, "2022-09-16")
    order = Order(as_alice)
    details = {"result": "granted", "court": "Labour tribunal Brussels", "role_number": "22/0001/K"}
    clash = order.tell("order_given", "2022-09-16", details={**details, "procedure": "unilateral"})
    assert (problem(clash), pointers(clash)) == (
        (409, "condemnation_known"),
        [("#/details/role_number", "condemnation_known")],
    )
    assert order.events() == []
