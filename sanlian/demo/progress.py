"""Say on the terminal how far the demo has come: a bar where there is one, else a line per finished step."""

import time
from typing import TextIO

WIDTH = 24


class Progress:
    """Steps with counts; ``total`` is known, so the bar never jumps back."""

    def __init__(self, out: TextIO, total: int):
        self.out, self.total, self.done = out, total, 0
        self.is_terminal = bool(getattr(out, "isatty", lambda: False)())
        self.started = time.monotonic()

    def begin(self, label: str) -> None:
        """Show what is being done; without a terminal nothing until it is done."""
        if self.is_terminal:
            self._write(f"\r\x1b[K{self._bar()} {label} …")

    def step(self, label: str, count: int) -> None:
        """One step is finished; it made ``count`` rows."""
        self.done += 1
        line = f"{self._bar()} {label}: {count:,}"
        self._write(f"\r\x1b[K{line}\n" if self.is_terminal else f"{line}\n")

    def finish(self) -> float:
        """Seconds since the beginning, also written."""
        seconds = time.monotonic() - self.started
        self._write(f"The demo is complete ({seconds:.0f} s).\n")
        return seconds

    def _bar(self) -> str:
        filled = WIDTH * self.done // self.total
        return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {self.done:2}/{self.total}"

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
