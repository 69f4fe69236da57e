"""A process of its own for what takes long to reckon: it leaves the server's interpreter to who only turns a page.

It is asked over its standard input and answers over its standard output, in pickles that none but these two write or read.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Timer
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE_S = 20.0
"""An answer that takes longer is given up: the dearest that a form can ask takes a CPU second."""

NICENESS = 5
"""Where the processors are few, who turns a page goes first."""

ROOT = Path(__file__).parents[2]


class Apart:
    """The process, started anew whenever it is gone. One asks at a time: see `turns`."""

    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        """The process, a new one if there is none."""
        if self._process is None:
            asked = [sys.executable, "-m", __name__]
            self._process = subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)  # noqa: S603
        return self._process

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):
                self._process.communicate()
            self._process = None

    def run(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `make`, a function of a module, returns or raises there. RuntimeError if two processes end and do not answer."""
        asked = pickle.dumps((make, args, kwargs), pickle.HIGHEST_PROTOCOL)
        for _ in range(2):
            if answer := self._answer(asked):
                fault, found = answer
                if fault is not None:
                    raise fault
                returned: T = found
                return returned
        raise RuntimeError(f"{make.__qualname__} was not answered: its process ended, or took over {PATIENCE_S:g} s.")

    def _answer(self, asked: bytes) -> tuple[Exception | None, Any] | None:
        """What was raised, or what was returned; None if the process has ended instead."""
        process = self.start()
        patience = Timer(PATIENCE_S, process.kill)
        patience.start()
        try:
            _pipe(process.stdin).write(asked)
            _pipe(process.stdin).flush()
            answer: tuple[Exception | None, Any] = pickle.load(_pipe(process.stdout))  # noqa: S301 - our own process's
        except (EOFError, OSError, pickle.UnpicklingError):
            self.stop()
            return None
        finally:
            patience.cancel()
        return answer


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None  # noqa: S101 - asked for when the process was started
    return end


def have(module: str) -> None:
    """Import what will be asked for, so that nobody waits for it."""
    import_module(module)


def serve() -> None:
    """Answer until nobody is there to ask: a server that is killed takes this process with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    given, told = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            make, args, kwargs = pickle.load(given)  # noqa: S301 - our own server's
        except EOFError:
            return
        try:
            answer = pickle.dumps((None, make(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
        except Exception as fault:
            answer = pickle.dumps((fault, None))
        told.write(answer)
        told.flush()


if __name__ == "__main__":
    serve()
