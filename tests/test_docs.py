"""What the pages point at exists: links, headings, make targets, files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deadlines.law.load import load_law
from tests.living_desk import CHECKOUT

NOT_OURS = {"node_modules", "var", "staticfiles", "htmlcov"}
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
MAKE = re.compile(r"(?:^|[\s$])make ([a-z][a-z-]*)")
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")


def pages() -> list[Path]:
    found = sorted(CHECKOUT.rglob("*.md"))
    return [page for page in found if not any(map(is_foreign, page.relative_to(CHECKOUT).parts[:-1]))]


def is_foreign(folder: str) -> bool:
    return folder.startswith(".") or folder in NOT_OURS


def handbook() -> list[Path]:
    """The pages that name files from the top of the checkout."""
    return [CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]


def anchor(heading: str) -> str:
    """The anchor GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "")).strip().lower().replace(" ", "-")


def dead_links(page: Path) -> Iterator[str]:
    for link in LINK.findall(FENCED.sub("", page.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, part = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        headings = HEADING.findall(target.read_text()) if target.is_file() else []
        if not target.exists() or (part and part not in map(anchor, headings)):
            yield link


def code_of(page: Path) -> list[str]:
    text = page.read_text()
    return FENCED.findall(text) + SPAN.findall(FENCED.sub("", text))


def named_files(page: Path) -> Iterator[str]:
    """Code spans that name something in the checkout: they begin with a name of its top level, or end like a file."""
    top = {each.name for each in CHECKOUT.iterdir()} - NOT_OURS
    for span in SPAN.findall(FENCED.sub("", page.read_text())):
        first, slash, _ = span.partition("/")
        looks_so = (slash and first in top) or re.search(r"\.(py|md|ya?ml|toml|html|example)$", span)
        if looks_so and FILE.fullmatch(span):
            yield span


def name_of(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_make_target_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    assert {target for code in code_of(page) for target in MAKE.findall(code)} - targets == set()


@pytest.mark.parametrize("page", handbook(), ids=name_of)
def test_every_file_a_page_names_exists(page: Path) -> None:
    assert [name for name in named_files(page) if not (CHECKOUT / name).exists()] == []


def test_the_readme_names_files_links_and_targets() -> None:
    readme = CHECKOUT / "README.md"
    assert {"cases/access.py", "docker-compose.yml", "docs/decisions/"} <= set(named_files(readme))
    assert {"demo", "test", "day", "demo-reset"} <= {
        t for code in code_of(readme) for t in MAKE.findall(code)
    }


def test_a_dead_link_and_a_dead_heading_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A `b`, c\n[here](#a-b-c) [there](#d) [gone](gone.md) [out](https://example.org)\n")
    assert list(dead_links(page)) == ["#d", "gone.md"]


def test_decisions_are_numbered_once_and_bear_their_title() -> None:
    records = sorted((CHECKOUT / "docs" / "decisions").glob("*.md"))
    numbers = [record.name[:4] for record in records]
    assert len(set(numbers)) == len(numbers)
    for record in records:
        title = HEADING.findall(record.read_text())[0]
        assert anchor(title.split(". ", 1)[-1]) == record.stem[5:], record.name


def test_the_changelog_names_every_version_of_every_rule() -> None:
    lines = (CHECKOUT / "CHANGELOG.md").read_text().splitlines()
    for rule in load_law().rules.values():
        said = " ".join(line for line in lines if f"`{rule.id}`" in line)
        in_force = [version.name for version in rule.versions if not version.is_repealed]
        assert [day for day in in_force if day not in said] == [], rule.id
