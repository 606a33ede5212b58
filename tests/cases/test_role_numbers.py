"""Every number found in real judgments is read; what cannot be told apart is not guessed; nothing is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.readings import Known, Warned
from cases.role_numbers import read_role_number

TODAY = date(2026, 6, 15)
KNOWN = Known(today=TODAY)
TRIBUNAL, APPELLATE, CIVIL = ("labour_tribunal_role",), ("appellate_role",), ("first_instance_role",)
OLD = ("echr_application", "old_labour_tribunal_role")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        *[(text, TRIBUNAL) for text in ("22/1217/K", "22/4100/K", "22/235/K", "22/234/K", "22/128/C", "22/220/C")],
        *[(text, TRIBUNAL) for text in ("09/62/C", "11/278/C", "10/01/C", "20/269/A")],
        *[(text, APPELLATE) for text in ("2022/KB/14", "2022/KB/22", "2022/KB/23", "2022/CB/4", "2023/CB/3")],
        *[(text, APPELLATE) for text in ("2011/AB/1055", "2010/AB/00635", "2011/AL/604")],
        *[(text, CIVIL) for text in ("2021/164/C", "2022/4618/A")],
        *[(text, ("cassation_role",)) for text in ("S.14.0017.F", "S.11.0126.N", "C.06.0279.N")],
        *[(text, ("constitutional_court_judgment",)) for text in ("23/2021", "60/2018")],
        *[(text, OLD) for text in ("7577/09", "6522/10", "49255/22", "48987/22")],
        ("257.300", ("council_of_state_judgment", "aliens_council_judgment")),
        ("173 926", ("aliens_council_judgment",)),
        ("C-651/19", ("eu_case",)),
        ("2022/14", (*OLD, "repertory")),
    ],
)  # fmt: skip
def test_real_number_is_told_to_be_all_it_can_be_without_a_warning(text: str, kinds: tuple[str, ...]) -> None:
    reading = read_role_number(text, KNOWN)
    assert (reading.printed, reading.kinds, reading.warnings) == (text, kinds, ())


@pytest.mark.parametrize(
    ("text", "court", "kind", "normalised"),
    [
        ("7577/09", "Labour tribunal Brussels", "old_labour_tribunal_role", "7577/09"),
        ("49255/22", "EHRM", "echr_application", "49255/22"),
        ("0049255/22", "European Court of Human Rights", "echr_application", "49255/22"),
        ("257.300", "Raad van State", "council_of_state_judgment", "257.300"),
        ("173.926", "RvV", "aliens_council_judgment", "173 926"),
        ("2022/KB/14", "Labour court Brussels", "appellate_role", "2022/KB/14"),
        ("2021/AR/14", "Brussels Court of Appeal", "appellate_role", "2021/AR/14"),
    ],
)
def test_court_tells_which_number_it_is(text: str, court: str, kind: str, normalised: str) -> None:
    reading = read_role_number(text, Known(TODAY, court=court))
    assert (reading.kinds, reading.normalised, reading.warnings) == ((kind,), normalised, ())


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        ("2010/AB/00635", "2010/AB/635"),
        ("10/01/C", "10/1/C"),
        ("09/62/c", "09/62/C"),
        (" 2022/kb/14. ", "2022/KB/14"),
        ("RG n° 2022/KB/14", "2022/KB/14"),
        ("A.R. nr. 22/1217/K", "22/1217/K"),
        ("Rolnummer: 22/1217/K", "22/1217/K"),
        ("N° de rôle : S.14.0017.F", "S.14.0017.F"),
        ("arrest nr. 173 926", "173 926"),
        ("22/1217/K (kort geding)", "22/1217/K"),
        ("22/235/K, 22/0235/K", "22/235/K"),
    ],
)
def test_number_written_in_another_way_is_written_in_one(printed: str, normalised: str) -> None:
    reading = read_role_number(printed, KNOWN)
    assert (reading.printed, reading.normalised, reading.warnings) == (printed, normalised, ())


def test_number_that_two_kinds_write_differently_stays_as_printed() -> None:
    assert read_role_number("257.300", KNOWN).normalised == "257.300"


def test_judgment_with_two_numbers_for_one_case_keeps_both() -> None:
    """Its header says 22/235/K, its text 22/234/K: which is right is not for the desk to guess."""
    printed = "22/235/K (22/234/K in the text)"
    reading = read_role_number(printed, KNOWN)
    assert (reading.normalised, reading.kinds) == (printed, ())
    assert list(reading.warnings) == [Warned("several_numbers", {"numbers": "22/235/K, 22/234/K"})]


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("without number", KNOWN, Warned("form_of_number_unknown")),
        ("", KNOWN, Warned("form_of_number_unknown")),
        ("2022/", KNOWN, Warned("is_repertory_number")),
        ("2022/ 123", KNOWN, Warned("is_repertory_number")),
        (
            "22/1217/K",
            Known(TODAY, court="Labour court Brussels"),
            Warned("number_of_another_court", {"court": "Labour court Brussels"}),
        ),
        (
            "22/1217/K",
            Known(TODAY, decided_on=date(2021, 12, 31)),
            Warned("number_after_decision", {"year": "22", "decided_on": "2021-12-31"}),
        ),
        ("27/1/K", KNOWN, Warned("number_in_future", {"year": "27"})),
        ("2048/KB/1", KNOWN, Warned("number_in_future", {"year": "2048"})),
    ],
)
def test_odd_number_is_kept_with_its_warning(text: str, known: Known, expected: Warned) -> None:
    reading = read_role_number(text, known)
    assert (reading.printed, list(reading.warnings)) == (text, [expected])


@pytest.mark.parametrize("text", ["22/1217/K", "96/12/A", "2022/KB/14", "49255/22"])
def test_number_of_the_same_year_or_of_before_is_no_surprise(text: str) -> None:
    assert read_role_number(text, Known(TODAY, decided_on=date(2022, 1, 2))).warnings == ()


def test_word_that_could_be_read_in_endless_ways_is_read_at_once() -> None:
    for text in ("nr" * 5000 + "!", "A.R." * 5000, "R. G " * 5000, "0" * 9000 + "/", "22/1/" * 3000):
        assert read_role_number(text, KNOWN).codes == ["form_of_number_unknown"]


@given(st.text(st.sampled_from("0123456789/. KABC()-nr°,"), max_size=60) | st.text(max_size=60))
def test_any_text_is_read_and_reading_it_again_changes_nothing(text: str) -> None:
    reading = read_role_number(text, KNOWN)
    assert reading.printed == text
    assert read_role_number(reading.normalised, KNOWN).normalised == reading.normalised


@given(
    st.integers(1990, 2026),
    st.sampled_from(["KB", "CB", "AB", "AL"]),
    st.integers(1, 99999),
    st.integers(0, 5),
)
def test_zeros_before_a_number_do_not_count(year: int, roll: str, number: int, zeros: int) -> None:
    printed = f"{year}/{roll}/{'0' * zeros}{number}"
    assert read_role_number(printed, KNOWN).normalised == f"{year}/{roll}/{number}"
