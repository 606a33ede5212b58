"""Teams: slug and name. One that is there is never removed, for its dossiers stay."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.validators import validate_slug

from helpdesk.acts import DeskAct
from helpdesk.configuration.section import AS_IT_IS, Difference, Does, EntryError, Section
from helpdesk.configuration.strict import Block
from helpdesk.people.models import Team
from helpdesk.people.services.teams import add_team, rename_team

LONGEST_SLUG = 50


@dataclass(frozen=True)
class TeamEntry:
    slug: str
    title: str

    @property
    def name(self) -> str:
        return self.slug


class Teams(Section[TeamEntry]):
    key = "teams"

    def read(self, block: Block) -> TeamEntry:
        slug = block.text("slug", longest=LONGEST_SLUG, check=validate_slug)
        return TeamEntry(slug, block.text("name"))

    def compare(self, entry: TeamEntry) -> Difference:
        team = Team.objects.filter(slug=entry.slug).first()
        if team is None:
            return Difference(Does.ADDED, entry.title)
        return (
            AS_IT_IS if team.name == entry.title else Difference(Does.CHANGED, f"{team.name} → {entry.title}")
        )

    def apply(self, act: DeskAct, entry: TeamEntry) -> str:
        team = Team.objects.filter(slug=entry.slug).first()
        if team is None:
            add_team(act, slug=entry.slug, name=entry.title)
        else:
            rename_team(act, team, name=entry.title)
        return ""

    def names(self) -> Collection[str]:
        return Team.objects.values_list("slug", flat=True)


def known_team(slug: str, *, field: str = "team") -> Team:
    """The team that another section names; refuses with `not_known`, at the key `field`."""
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise EntryError("not_known", field=field, team=slug)
    return team
