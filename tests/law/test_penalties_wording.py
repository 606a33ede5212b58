"""The ledger as the desk reads it: plain values, and sentences in three languages."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import (
    Act,
    ActKind,
    Payment,
    PenaltyFacts,
    PenaltyTerms,
    Unit,
    ledger,
    ledger_as_dict,
    wording,
)

CALENDAR = load_law().calendar
TEXTS = yaml.safe_load(wording.TEXTS_FILE.read_text(encoding="utf-8"))
TERMS = PenaltyTerms(amount_per_unit=Decimal(5000), unit=Unit.CALENDAR_DAY, provisionally_enforceable=True)
FACTS = PenaltyFacts(
    served_on=date(2022, 7, 29),
    ended_on=date(2022, 11, 4),
    acts=(Act(on=date(2022, 9, 1), kind=ActKind.COMMAND),),
    payments=(Payment(on=date(2022, 9, 2), amount=Decimal("7500.50")),),
)


def as_dict(language: str, on: date = date(2022, 11, 4)) -> dict:
    return ledger_as_dict(ledger(TERMS, FACTS, on, CALENDAR), language)


def test_values_are_iso_days_and_euros_with_two_decimals():
    book = as_dict("nl")
    assert book["totals"]["forfeited"] == {"units": 97, "amount": "485000.00"}
    assert book["totals"]["paid"] == {"units": 1, "amount": "7500.50"}
    assert book["totals"]["overpaid"] == "0.00"
    assert book["ranges"][1] == {
        "from": "2022-07-31",
        "to": "2022-07-31",
        "units": 1,
        "amount": "5000.00",
        "paid": "2500.50",
        "state": "secured",
        "lapses_on": "2023-03-01",
    }
    assert book["oldest_unsecured_lapses_on"] == "2023-03-01"
    assert book["watches"][0] == {"kind": "oldest_unsecured_at_five_months", "on": "2023-02-01"}
    assert json.loads(json.dumps(book)) == book


@pytest.mark.parametrize(
    ("language", "text", "article"),
    [
        (
            "nl",
            "33 eerder verbeurde eenheden zijn veiliggesteld tot en met 1 maart 2023.",
            "art. 1385octies Ger.W.",
        ),
        (
            "fr",
            "Commandement de payer du 1er septembre 2022\N{NO-BREAK SPACE}: 33 unités déjà encourues sont préservées",
            "art. 1385octies C. jud.",
        ),
        (
            "en",
            "Command to pay of 1 September 2022: 33 units forfeited before are saved until 1 March 2023,",
            "Judicial Code, art. 1385octies",
        ),
    ],
)
def test_act_is_explained_in_the_readers_language(language, text, article):
    line = next(each for each in as_dict(language)["explanation"] if each["key"] == "act_saves")
    assert text in line["text"]
    assert line["article"] == article


@pytest.mark.parametrize(
    ("language", "euros"), [("nl", "€ 7.500,50"), ("fr", "7 500,50 €"), ("en", "€7,500.50")]
)
def test_euros_are_written_as_the_language_does(language, euros):
    line = next(each for each in as_dict(language)["explanation"] if each["key"] == "payment")
    assert euros in line["text"].replace("\N{NO-BREAK SPACE}", " ")


def test_unknown_language_is_refused():
    with pytest.raises(LawError) as caught:
        as_dict("de")
    assert (caught.value.code, caught.value.field) == ("language_unknown", "language")
    assert caught.value.values == {"language": "de"}


def test_every_total_has_a_line_with_its_article():
    book = as_dict("en")
    lines = {line["key"]: line for line in book["explanation"]}
    for name in ("forfeited", "suspended", "prescribed", "claimable", "secured", "paid"):
        assert lines[f"total_{name}"]["values"] == book["totals"][name]
        assert lines[f"total_{name}"]["article"]


def test_every_key_in_the_code_has_its_sentence_and_no_sentence_is_left_over():
    folder = Path(wording.__file__).parent
    code = "".join((folder / name).read_text(encoding="utf-8") for name in ("lines.py", "milestones.py"))
    quoted = set(re.findall(r'"([a-z_]+)"', code))
    built = {f"{kind}_{end}" for kind in ("appeal", "judge") for end in ("suspends", "suspended")}
    built |= {
        f"total_{name}" for name in ("forfeited", "suspended", "prescribed", "claimable", "secured", "paid")
    }
    assert set(TEXTS["lines"]) <= quoted | built
    assert built <= set(TEXTS["lines"])


@pytest.mark.parametrize("part", ["lines", "articles", "words", "months", "milestones"])
def test_every_text_exists_in_three_languages_with_the_same_values(part):
    entries = TEXTS[part].values() if part != "months" else [TEXTS[part]]
    for entry in entries:
        assert set(entry) == {"nl", "fr", "en"}
        if part == "lines":
            assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in entry.values()}) == 1


def test_plain_english_order_reads_from_service_to_last_day():
    facts = replace(FACTS, acts=(), payments=())
    book = ledger_as_dict(ledger(TERMS, facts, date(2022, 11, 4), CALENDAR), "en")
    assert [line["text"] for line in book["explanation"]] == [
        "Served on 29 July 2022; no penalty can be forfeited before.",
        "The judge gave no respite.",
        "The day of service is not counted (contested; the cautious reading).",
        "The first day that can count is 30 July 2022.",
        "Effectively housed on 4 November 2022; that day is no longer counted.",
        "From 30 July 2022 to 3 November 2022: 97 × €5,000.00 = €485,000.00, due by law.",
        "Forfeited: 97 units, €485,000.00. No liquidation needed; the same title suffices.",
        "Not forfeited because of suspension: 0 units, €0.00.",
        "Prescribed: 0 units, €0.00. Each unit lapses six months after its own day.",
        "Still claimable today: 97 units, €485,000.00.",
        "Of which saved by an act of enforcement: 0 units, €0.00.",
        "Paid: 0 whole units, €0.00 in all.",
        (
            "The oldest unsecured unit is that of 30 July 2022; "
            "the last day to act is 30 January 2023, weekend or not."
        ),
    ]
