"""Tasks that behave as documents can make a reader behave, run in a real worker."""

from __future__ import annotations

import ctypes
import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from onrecord.errors import NeedsPassword, Refused
from onrecord.worker.child import Request
from onrecord.worker.frames import write_laid

_WARMED: list[str] = []


def warm() -> None:
    _WARMED.append("warm")


def echo(request: Request) -> dict[str, Any]:
    return {
        "args": request.args,
        "digests": [hashlib.sha256(blob).hexdigest() for blob in request.blobs],
        "warmed": _WARMED,
        "pid": os.getpid(),
    }


def ask(request: Request) -> dict[str, Any]:
    return {"answers": [len(request.ask(key)) for key in request.args["keys"]]}


def digest(request: Request) -> dict[str, Any]:
    found = [request.ask(key) for key in request.args["keys"]]
    return {"digests": [hashlib.sha256(each).hexdigest() for each in found]}


def send(request: Request) -> dict[str, Any]:
    for number, size in enumerate(request.args["sizes"]):
        if number:
            request.next_blob()
        request.send(bytes([number]) * size)
    return {}


def count(request: Request) -> dict[str, Any]:
    for done in range(3):
        request.progress(done, 3, f"page {done + 1}")
    return {}


def refuse(request: Request) -> dict[str, Any]:
    if request.args["kind"] == "password":
        raise NeedsPassword("This file needs its password.")
    raise Refused("The page is not there.", "page")


def stumble(request: Request) -> dict[str, Any]:
    raise ZeroDivisionError("secret inner words")


def sleep(request: Request) -> dict[str, Any]:
    time.sleep(3600)
    return {}


def spin(request: Request) -> dict[str, Any]:
    while True:
        pass


def abort(request: Request) -> dict[str, Any]:
    print("last words", file=sys.stderr, flush=True)
    os.abort()


def allocate(request: Request) -> dict[str, Any]:
    held = bytearray(request.args["mb"] << 20)
    return {"held": len(held)}


def babble(request: Request) -> dict[str, Any]:
    chunk = bytes(1 << 20)
    while True:
        request.send(chunk)


def break_frames(request: Request) -> dict[str, Any]:
    request._line.go.write(b"Z\xff\xff\xff\xff")  # pyright: ignore[reportPrivateUsage]
    request._line.go.flush()  # pyright: ignore[reportPrivateUsage]
    time.sleep(3600)
    return {}


def print_loudly(request: Request) -> dict[str, Any]:
    print("a library that prints")
    os.write(1, b"and one that writes")
    return {"read": len(os.read(0, 10))}


def thread(request: Request) -> dict[str, Any]:
    seen: list[int] = []
    threads = [threading.Thread(target=seen.append, args=(n,)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return {"seen": sorted(seen)}


def try_to(request: Request) -> dict[str, Any]:
    """Each attempt by name: "done", or the name of the error it met."""
    attempts = {
        "read a file": lambda: Path(__file__).read_bytes(),
        "write a file": lambda: Path(request.args["folder"], "x").write_bytes(b"x"),
        "list a folder": lambda: list(Path("/").iterdir()),
        "see that a file is there": lambda: Path("/etc/passwd").stat(),
        "remove a file": lambda: Path(request.args["victim"]).unlink(),
        "open a socket": lambda: socket.socket(),
        "make a pair of sockets": lambda: socket.socketpair(),
        "start a program": lambda: subprocess.run(["/bin/true"], check=True),
        "fork": lambda: os.fork() or os._exit(0),
        "signal its parent": lambda: os.kill(os.getppid(), 0),
        "raise its memory limit": _raise_memory,
        "be traced": lambda: _zero(ctypes.CDLL(None, use_errno=True).ptrace(0, 0, 0, 0)),
    }
    met: dict[str, str] = {}
    for name, attempt in attempts.items():
        try:
            attempt()
            met[name] = "done"
        except (OSError, ValueError) as error:
            met[name] = type(error).__name__
    return {"met": met}


def _raise_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _zero(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), "refused")


def see_environment(request: Request) -> dict[str, Any]:
    return {"names": sorted(os.environ)}


def pour(request: Request) -> dict[str, Any]:
    for number, size in enumerate(request.args["sizes"]):
        request.send((number.to_bytes(4, "big") * (size // 4 + 1))[:size])
    if request.args.get("then") == "password":
        raise NeedsPassword("This file needs its password.")
    return {}


def pour_and_ask(request: Request) -> dict[str, Any]:
    answers: list[str] = []
    for key, size in zip(request.args["keys"], request.args["sizes"], strict=True):
        request.send(bytes(size))
        answers.append(request.ask(key).decode())
    return {"answers": answers}


def tell_of(request: Request) -> dict[str, Any]:
    write_laid(request._line.go, request.args["length"])  # pyright: ignore[reportPrivateUsage]
    return {}


TASKS = {
    "pour": pour,
    "pour_and_ask": pour_and_ask,
    "tell_of": tell_of,
    "echo": echo,
    "ask": ask,
    "digest": digest,
    "send": send,
    "count": count,
    "refuse": refuse,
    "stumble": stumble,
    "sleep": sleep,
    "spin": spin,
    "abort": abort,
    "allocate": allocate,
    "babble": babble,
    "break_frames": break_frames,
    "print_loudly": print_loudly,
    "thread": thread,
    "try_to": try_to,
    "see_environment": see_environment,
}
