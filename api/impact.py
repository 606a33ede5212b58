"""What a change of law would move, shown before it moves anything."""

import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import user_of
from api.bodies import read_body
from api.deadlines import deadlines_seen_by
from api.views import DeskView
from deadlines.computing import spoken
from deadlines.errors import DeadlineError
from deadlines.impact import Move, moves
from deadlines.law.load import PACKAGED_FOLDER, load_law
from deadlines.law.rules import Law
from helpdesk.people.models import Scope, User

MOST_FILES = 20
LONGEST_FILE = 100_000


class PreviewIn(serializers.Serializer[Any]):
    """Files of rules as they would be, laid over those in force; nothing of them is kept."""

    files = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_FILE, trim_whitespace=False),
        allow_empty=False,
        help_text="Path in the folder of rules, such as rules/rvv-annulment.yaml, to its whole new text.",
    )


class MoveOut(serializers.Serializer[Any]):
    """One open deadline that would move."""

    deadline = serializers.UUIDField(source="deadline.pk")
    dossier = serializers.UUIDField(source="deadline.dossier_id")
    reference = serializers.CharField(
        source="deadline.dossier.reference", help_text="The dossier's reference."
    )
    title = serializers.SerializerMethodField()
    computed_before_on = serializers.DateField(help_text="The day the stored computation rings on.")
    computed_after_on = serializers.DateField(
        allow_null=True, help_text="The day it would ring on; null if none."
    )
    days = serializers.IntegerField(
        allow_null=True, help_text="By how many days it moves; negative is earlier."
    )
    becomes_earlier = serializers.BooleanField(help_text="Who trusts the old day would be too late.")
    is_overridden = serializers.BooleanField(
        source="deadline.is_overridden", help_text="A day set by hand stands over it and keeps ringing."
    )
    rule_after = serializers.CharField()
    version_after = serializers.CharField()
    problem = serializers.CharField(help_text="Why there is no day any more; empty where there is one.")

    def get_title(self, move: Move) -> str:
        told = move.deadline.answer[spoken(get_language())]
        return str(told["results"][told["governing"]]["title"])


class ImpactOut(serializers.Serializer[Any]):
    moves = MoveOut(many=True, help_text="Open deadlines the caller may see, by day.")
    earlier = serializers.IntegerField(help_text="How many of them become earlier.")


class ImpactView(DeskView):
    """Open deadlines against the law as it is now, or as it would be. Nothing moves here."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_READ}

    @extend_schema(responses=ImpactOut, summary="Open deadlines the law of today gives another day")
    def get(self, request: Request) -> Response:
        """Nothing moves here: one deadline follows by `/recompute`."""
        return self._answer(user_of(request), load_law())

    @extend_schema(request=PreviewIn, responses=ImpactOut, summary="What changed rules would move")
    def post(self, request: Request) -> Response:
        """The files are laid over those in force, for this answer alone. Nothing moves and nothing of them is kept."""
        said = read_body(PreviewIn, request)
        return self._answer(user_of(request), law_with(said["files"]))

    def _answer(self, user: User, law: Law) -> Response:
        found = list(moves(deadlines_seen_by(user), law))
        earlier = sum(move.becomes_earlier for move in found)
        return self.tell(ImpactOut, {"moves": found, "earlier": earlier})


def law_with(files: dict[str, str]) -> Law:
    """The packaged law with these files laid over it, read as strictly as the packaged one."""
    if len(files) > MOST_FILES:
        raise DeadlineError("too_many_files", field="files", most=MOST_FILES)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for source in PACKAGED_FOLDER.rglob("*.yaml"):
            _write(folder, source.relative_to(PACKAGED_FOLDER).as_posix(), source.read_text(encoding="utf-8"))
        for name, text in files.items():
            _refuse_strange_place(name)
            _write(folder, name, text)
        return load_law(folder)


def _refuse_strange_place(name: str) -> None:
    """Only a .yaml file in one of the folders of rules: nothing leaves the temporary folder."""
    path = PurePosixPath(name)
    known = {source.parent.name for source in PACKAGED_FOLDER.rglob("*.yaml")}
    if len(path.parts) != 2 or path.parts[0] not in known or path.suffix != ".yaml" or "\0" in name:
        raise DeadlineError("file_not_of_the_law", field="files", file=name, allowed=sorted(known))


def _write(folder: Path, name: str, text: str) -> None:
    target = folder / name
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
