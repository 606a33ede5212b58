"""Teams: slug, name, whether they need a second lawyer. One that is there is never removed, for its dossiers stay."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.validators import validate_slug

from helpdesk.acts import DeskAct
from helpdesk.configuration.section import AS_IT_IS, Difference, Does, EntryError, Section
from helpdesk.configuration.strict import Block
from helpdesk.people.models import Team
from helpdesk.people.services.teams import add_team, let_a_second_lawyer_look, rename_team

LONGEST_SLUG = 50
SECOND_LAWYER = "needs_second_lawyer"


@dataclass(frozen=True)
class TeamEntry:
    """`needs_second_lawyer` is none where the file does not say it: then it stays as it is, at first no."""

    slug: str
    title: str
    needs_second_lawyer: bool | None

    @property
    def name(self) -> str:
        return self.slug


class Teams(Section[TeamEntry]):
    key = "teams"

    def read(self, block: Block) -> TeamEntry:
        slug = block.text("slug", longest=LONGEST_SLUG, check=validate_slug)
        needed = block.flag(SECOND_LAWYER) if block.has(SECOND_LAWYER) else None
        return TeamEntry(slug, block.text("name"), needed)

    def compare(self, entry: TeamEntry) -> Difference:
        team = Team.objects.filter(slug=entry.slug).first()
        if team is None:
            needs = f"; {SECOND_LAWYER}" if entry.needs_second_lawyer else ""
            return Difference(Does.ADDED, entry.title + needs)
        said = [f"{team.name} → {entry.title}"] if team.name != entry.title else []
        if _sets_it(entry, team):
            said.append(f"{SECOND_LAWYER} {team.needs_second_lawyer} → {entry.needs_second_lawyer}")
        return Difference(Does.CHANGED, "; ".join(said)) if said else AS_IT_IS

    def apply(self, act: DeskAct, entry: TeamEntry) -> str:
        team = Team.objects.filter(slug=entry.slug).first()
        if team is None:
            team = add_team(act, slug=entry.slug, name=entry.title)
        elif team.name != entry.title:
            rename_team(act, team, name=entry.title)
        if _sets_it(entry, team):
            let_a_second_lawyer_look(act, team, needed=bool(entry.needs_second_lawyer))
        return ""

    def names(self) -> Collection[str]:
        return Team.objects.values_list("slug", flat=True)


def _sets_it(entry: TeamEntry, team: Team) -> bool:
    return entry.needs_second_lawyer not in (None, team.needs_second_lawyer)


def known_team(slug: str, *, field: str = "team") -> Team:
    """The team that another section names; refuses with `not_known`, at the key `field`."""
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise EntryError("not_known", field=field, team=slug)
    return team
