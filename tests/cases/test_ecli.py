"""Every ECLI found in real sources is read, the odd ones with exactly the warning they deserve; nothing is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.courts import LANGUAGES, Court, table
from cases.ecli import FORMS, read_ecli
from cases.readings import Known, Warned

TODAY = date(2026, 6, 15)
KNOWN = Known(today=TODAY)

SOUND = [
    ("ECLI:BE:GHCC:2020:ARR.168", "GHCC", None),
    ("ECLI:BE:GHCC:2024:ARR.001", "GHCC", None),
    ("ECLI:BE:CASS:2010:CONC.20100506.5", "CASS", date(2010, 5, 6)),
    ("ECLI:BE:CASS:2020:ARR.20201030.1N.4", "CASS", date(2020, 10, 30)),
    ("ECLI:BE:CASS:2015:ARR.20150330.2", "CASS", date(2015, 3, 30)),
    ("ECLI:BE:RVSCE:2024:ARR.259.259", "RVSCE", None),
    ("ECLI:BE:RVSCE:2011:ORD.6.839", "RVSCE", None),
    ("ECLI:BE:RVSCE:2023:ARR.257.300", "RVSCE", None),
    ("ECLI:BE:ARBRL:2006:ORD.20061206.8", "ARBRL", date(2006, 12, 6)),
    ("ECLI:BE:ARBRL:2006:JUG.20060106.9", "ARBRL", date(2006, 1, 6)),
    ("ECLI:BE:TTBRL:2025:ORD.20250418.1", "TTBRL", date(2025, 4, 18)),
    ("ECLI:BE:ARGNT:2009:ORD.20090114.14", "ARGNT", date(2009, 1, 14)),
    ("ECLI:BE:TTLIE:2014:ORD.20140828.2", "TTLIE", date(2014, 8, 28)),
    ("ECLI:BE:TTHAI:2010:ORD.20101116.2", "TTHAI", date(2010, 11, 16)),
    ("ECLI:BE:CTBRL:2022:ARR.20221215.1", "CTBRL", date(2022, 12, 15)),
    ("ECLI:BE:CTBRL:2023:ARR.20230504.1", "CTBRL", date(2023, 5, 4)),
    ("ECLI:BE:AHANT:2020:ARR.20200218.12", "AHANT", date(2020, 2, 18)),
    ("ECLI:BE:CTLIE:2017:ARR.20170718.3", "CTLIE", date(2017, 7, 18)),
    ("ECLI:BE:CABRL:2008:ARR.20080109.5", "CABRL", date(2008, 1, 9)),
    ("ECLI:EU:C:1997:58", "C", None),
    ("ECLI:EU:T:2019:324", "T", None),
    ("ECLI:CE:ECHR:2023:0718JUD004925522", "ECHR", date(2023, 7, 18)),
    ("ECLI:CE:ECHR:2014:0904JUD000014010", "ECHR", date(2014, 9, 4)),
    ("ECLI:CE:ECHR:2018:0313JUD006795712", "ECHR", date(2018, 3, 13)),
    ("ECLI:NL:RVS:2025:3305", None, None),
]


@pytest.mark.parametrize(("text", "code", "on"), SOUND)
def test_real_ecli_is_read_without_a_warning(text: str, code: str | None, on: date | None) -> None:
    reading = read_ecli(text, KNOWN)
    assert (reading.normalised, reading.warnings) == (text, ())
    assert (reading.court and reading.court.code, reading.on) == (code, on)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ECLI:BE:AHANT:2048:ARR.20480424.1", [Warned("date_in_future", {"date": "2048-04-24"})]),
        ("ECLI:EU:C:2031:5", [Warned("date_in_future", {"date": "2031"})]),
        (
            "ECLI:BE:AHANT:2020:ARR.20210424.1",
            [Warned("year_mismatch", {"year": "2020", "date": "2021-04-24"})],
        ),
        ("ECLI:BE:AHANT:2020:ARR.20200231.1", [Warned("date_impossible", {"digits": "20200231"})]),
        ("ECLI:CE:ECHR:2023:0230JUD004925522", [Warned("date_impossible", {"digits": "20230230"})]),
        ("ECLI:BE:AHBRL:2020:ARR.20200102.1", [Warned("court_code_not_seen", {"code": "AHBRL"})]),
        ("ECLI:BE:CTMNS:2020:ARR.20200102.1", [Warned("court_code_mistaken", {"printed": "CTMNS", "code": "CTMON"})]),
        ("ECLI:BE:ZZBRL:2020:ARR.20200102.1", [Warned("unknown_court", {"code": "ZZBRL"})]),
        ("ECLI:EU:X:2020:5", [Warned("unknown_court", {"code": "X"})]),
        ("ECLI:BE:RVV:2016:ARR.173926", [Warned("no_ecli_for_this_court")]),
        ("ECLI:BF:CASS:2015:ARR.20150330.2", [Warned("unknown_country", {"country": "BF"})]),
        ("ECLI:BE:CASS:2015:JUD.20150330.2", [Warned("decision_type_unknown", {"type": "JUD"})]),
        ("ECLI:CE:ECHR:2018:0313COM006795712", [Warned("decision_type_unknown", {"type": "COM"})]),
        ("ECLI:BE:CTBRL:2022:20221215.1", [Warned("form_unexpected", {"ordinal": "20221215.1"})]),
        ("ECLI:EU:C:1997:A58", [Warned("form_unexpected", {"ordinal": "A58"})]),
        ("ECLI:BE:GHCC:2020:ARR.1680", [Warned("form_unexpected", {"ordinal": "ARR.1680"})]),
        ("2022/KB/14", [Warned("not_an_ecli")]),
        ("ECLI:BE:CTBRL:ARR.20221215.1", [Warned("not_an_ecli")]),
        ("ECLI:BE:CTBRL:2022:ARR.20221215.1 (cited)", [Warned("not_an_ecli")]),
        ("ECLI:BE:CTBRL:２０２２:ARR.20221215.1", [Warned("not_an_ecli")]),
        ("", [Warned("not_an_ecli")]),
    ],
)  # fmt: skip
def test_odd_ecli_is_kept_with_its_warning(text: str, expected: list[Warned]) -> None:
    reading = read_ecli(text, KNOWN)
    assert list(reading.warnings) == expected
    assert (reading.printed, reading.normalised) == (text, text)


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        ("ecli:be:ctbrl:2022:arr.20221215.1", "ECLI:BE:CTBRL:2022:ARR.20221215.1"),
        (" ECLI: BE: CTBRL: 2022: ARR.20221215.1. ", "ECLI:BE:CTBRL:2022:ARR.20221215.1"),
        ("ECLI:BE:CTBRL:\u200b2022:\u00a0ARR.20221215.1", "ECLI:BE:CTBRL:2022:ARR.20221215.1"),
        ("ECLI:BE:GHCC:2024:ARR.1", "ECLI:BE:GHCC:2024:ARR.001"),
        ("ECLI:BE:GHCC:2024:arr.12a", "ECLI:BE:GHCC:2024:ARR.012A"),
        ("ECLI:BE:RVSCE:2024:ARR.259259", "ECLI:BE:RVSCE:2024:ARR.259.259"),
    ],
)
def test_ecli_pasted_in_another_way_is_written_in_one(printed: str, normalised: str) -> None:
    reading = read_ecli(printed, KNOWN)
    assert (reading.printed, reading.normalised, reading.warnings) == (printed, normalised, ())


@pytest.mark.parametrize("old", ["RVSCDE", "RSCE"])
def test_former_code_of_the_council_of_state_becomes_its_own(old: str) -> None:
    reading = read_ecli(f"ECLI:BE:{old}:2011:ORD.6.839", KNOWN)
    assert reading.normalised == "ECLI:BE:RVSCE:2011:ORD.6.839"
    assert list(reading.warnings) == [Warned("court_code_outdated", {"printed": old, "code": "RVSCE"})]


@pytest.mark.parametrize(
    ("text", "decided_on", "codes"),
    [
        ("ECLI:BE:CTBRL:2022:ARR.20221215.1", date(2022, 12, 15), []),
        ("ECLI:BE:CTBRL:2022:ARR.20221215.1", date(2022, 12, 16), ["date_mismatch"]),
        ("ECLI:BE:RVSCE:2023:ARR.257.300", date(2023, 9, 13), []),
        ("ECLI:BE:RVSCE:2023:ARR.257.300", date(2022, 9, 13), ["date_mismatch"]),
        ("ECLI:NL:RVS:2025:3305", date(2025, 7, 23), []),
        ("ECLI:CE:ECHR:2023:0718JUD004925522", date(2023, 7, 19), ["date_mismatch"]),
    ],
)
def test_day_of_the_record_is_compared(text: str, decided_on: date, codes: list[str]) -> None:
    assert read_ecli(text, Known(TODAY, decided_on=decided_on)).codes == codes


@pytest.mark.parametrize(
    ("text", "court", "codes"),
    [
        ("ECLI:BE:CTBRL:2022:ARR.20221215.1", "Labour court Brussels", []),
        ("ECLI:BE:CTBRL:2022:ARR.20221215.1", "Cour du travail de Bruxelles", []),
        ("ECLI:BE:CTBRL:2022:ARR.20221215.1", "An invented court", []),
        # The header of a published judgment carried the ECLI of a judgment it cites.
        ("ECLI:BE:CASS:2015:ARR.20150330.2", "Labour court Brussels", ["court_mismatch"]),
        ("ECLI:BE:TTBRL:2025:ORD.20250418.1", "Labour tribunal Brussels", []),
        ("ECLI:BE:ARBRL:2006:JUG.20060106.9", "Tribunal du travail francophone de Bruxelles", ["court_mismatch"]),
        ("ECLI:BE:RVSCE:2023:ARR.257.300", "RvS", []),
        ("ECLI:BE:RVSCE:2023:ARR.257.300", "Conseil d'Etat", []),
        ("ECLI:NL:RVS:2025:3305", "Raad van State", []),
        ("ECLI:BE:CASS:2015:ARR.20150330.2", "RvV", ["no_ecli_for_this_court"]),
        ("ECLI:BE:RVV:2016:ARR.173926", "Conseil du contentieux des étrangers", ["no_ecli_for_this_court"]),
    ],
)  # fmt: skip
def test_court_of_the_record_is_compared(text: str, court: str, codes: list[str]) -> None:
    assert read_ecli(text, Known(TODAY, court=court)).codes == codes


# The table


def test_every_court_has_one_code_and_a_name_in_each_language() -> None:
    courts = table().courts
    codes = [(court.country, code) for court in courts for code in (court.code, *court.outdated)]
    assert len(codes) == len(set(codes)) == 57
    assert [court.code for court in courts if any(not court.names[language] for language in LANGUAGES)] == []
    assert [court.code for court in courts if not court.is_seen] == ["TREUP", "AHBRL", "HBBRL"]


def test_name_answers_for_its_own_court_in_every_language() -> None:
    lost = [
        (court.code, name)
        for court in table().courts
        for name in (*court.names.values(), *court.short)
        if court not in table().named(name)
    ]
    assert lost == []


# Whatever the text


@given(st.text(max_size=80))
def test_any_text_is_read_and_reading_it_again_changes_nothing(text: str) -> None:
    reading = read_ecli(text, KNOWN)
    assert reading.printed == text
    assert read_ecli(reading.normalised, KNOWN).normalised == reading.normalised


SERIAL = st.integers(1, 999)
DAYS = st.dates(date(1990, 1, 1), TODAY)


@given(
    court=st.sampled_from([court for court in table().courts if court.country == "BE" and court.level not in FORMS]),
    kind=st.sampled_from(["ARR", "JUG", "ORD", "DEC", "CONC", "AVIS"]),
    on=DAYS,
    serial=SERIAL,
)  # fmt: skip
def test_ecli_built_by_the_rule_of_the_lower_courts_is_sound(
    court: Court, kind: str, on: date, serial: int
) -> None:
    text = f"ECLI:BE:{court.code}:{on.year}:{kind}.{on:%Y%m%d}.{serial}"
    reading = read_ecli(text.lower(), Known(TODAY, court=court.names["fr"], decided_on=on))
    assert (reading.normalised, reading.court, reading.on) == (text, court, on)
    assert set(reading.codes) == (set() if court.is_seen else {"court_code_not_seen"})


@given(on=DAYS, days=st.integers(-400, 400).filter(bool))
def test_any_other_day_of_the_record_is_a_mismatch(on: date, days: int) -> None:
    text = f"ECLI:BE:CTBRL:{on.year}:ARR.{on:%Y%m%d}.1"
    assert read_ecli(text, Known(TODAY, decided_on=on + timedelta(days))).codes == ["date_mismatch"]
