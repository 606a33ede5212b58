"""What can go wrong on the way to a running desk, in words for the person at the terminal."""


class LauncherError(Exception):
    """A start that cannot go on; the message says why and what to do."""


class Interrupted(KeyboardInterrupt):
    """Someone asked to stop: Ctrl-C, SIGTERM, or the terminal went away."""
