"""What can go wrong on the way to a running desk, in words for the person at the terminal."""


class LauncherError(Exception):
    """A start that cannot go on; the message says why and what to do."""


class EngineError(LauncherError):
    """One way of starting an engine did not work; there may be another."""


class Interrupted(KeyboardInterrupt):
    """Someone asked to stop: Ctrl-C, SIGTERM, or the terminal went away."""
