"""Keeping a program running beside the server: one that ended by itself is started again."""

import subprocess
from collections.abc import Callable, Mapping, Sequence

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 2.0, 60.0
# Whoever ran for so long is not failing at its start: the next pause is a short one again.
CALM_SECONDS = 60.0


class Kept:
    """A program that should always run. `look` at it now and then; times are seconds of any one clock.

    Between the end and the next start lies a pause, twice as long each time it fails at once: a worker that
    cannot start (a database that is away, say) neither fills the terminal nor the machine.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        tell: Callable[[int, float], None],
        environment: Mapping[str, str] | None = None,
        is_quiet: bool = False,
    ) -> None:
        self.command = list(command)
        self.environment = environment
        self.output = subprocess.DEVNULL if is_quiet else None
        self.tell = tell
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.due = 0.0
        self.pause = FIRST_PAUSE_SECONDS

    def look(self, now: float) -> None:
        """Start it when its time has come; notice its end, and *tell* the exit code and the pause."""
        if self.process is None:
            if now >= self.due:
                self.process, self.started = self._start(), now
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started >= CALM_SECONDS:
            self.pause = FIRST_PAUSE_SECONDS
        self.process, self.due = None, now + self.pause
        self.tell(code, self.pause)
        self.pause = min(2 * self.pause, LONGEST_PAUSE_SECONDS)

    def _start(self) -> "subprocess.Popen[bytes]":
        """It hears nothing of the keyboard: that belongs to whoever keeps it."""
        return subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=self.output
        )

    def stop(self, seconds: float) -> None:
        """Ask it to end, and wait for it; what does not listen is ended."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
