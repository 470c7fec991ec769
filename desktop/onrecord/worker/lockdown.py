"""Takes from this process, for good, what reading a document never needs (Linux).

Two walls of the kernel, both one-way and both through ``ctypes``, without a library:

- Landlock (kernel 5.13 and newer; landlock(7)): no file can be opened, made, run or removed, no
  TCP port used, no process outside signalled.
- seccomp (seccomp(2)): a list of what computing needs; any other system call fails with EPERM.
  A file or socket cannot be opened, a program cannot be started; threads can.

Landlock holds the calling thread and those it starts, seccomp all threads, so that threads a
library started while warming up are behind the second wall only.
The numbers are those of Linux ``unistd_64.h`` for x86-64 and ``asm-generic/unistd.h`` for arm64;
on any other machine, and on other systems, the wall is left out and the report says so.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from typing import Any, NamedTuple

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NAME, _PR_SET_NO_NEW_PRIVS = 1, 4, 15, 38

_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446  # the same on every machine
_LANDLOCK_VERSION = 1

_CLONE_THREAD = 0x10000
_AT_EMPTY_PATH = 0x1000
_RLIMIT_CPU = 0


class _Check(NamedTuple):
    """One argument's condition: equal to the value, or all of the value's bits set."""

    argument: int
    value: int
    bits: bool = False


class _Machine(NamedTuple):
    arch: int  # AUDIT_ARCH_*
    seccomp: int  # number of seccomp(2)
    column: int


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 317, 0),
    "aarch64": _Machine(0xC00000B7, 277, 1),
}

# Number on x86-64, number on arm64; None where the machine has no such call.
_ALLOWED: dict[str, tuple[int | None, int | None]] = {
    # what is open already: the two pipes, the desk, which can only be read, and the tray
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "fcntl": (72, 25),
    "dup": (32, 23),
    "poll": (7, None),
    "ppoll": (271, 73),
    # memory
    "brk": (12, 214),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    # threads, signals, the end
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "get_robust_list": (274, 100),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "set_tid_address": (218, 96),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "arch_prctl": (158, None),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # clocks, chance, and facts about oneself
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "getcwd": (79, 17),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
}
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_TGKILL = (234, 131)
_PRCTL = (157, 167)
_PRLIMIT64 = (302, 261)
_NEWFSTATAT = (262, 79)


def lock_down() -> dict[str, Any]:
    """Locks this process and returns the level reached: ``landlock`` is the kernel's version of
    it (0: none), ``seccomp`` whether the list of calls holds."""
    level: dict[str, Any] = {"system": sys.platform, "landlock": 0, "seccomp": False}
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        _prctl(libc, _PR_SET_PDEATHSIG, signal.SIGKILL)
        _prctl(libc, _PR_SET_DUMPABLE, 0)
        _prctl(libc, _PR_SET_NO_NEW_PRIVS, 1)
        level["landlock"] = _landlock(libc)
        level["seccomp"] = _seccomp(libc)
    return level


def _prctl(libc: ctypes.CDLL, option: int, value: int) -> None:
    zero = ctypes.c_ulong(0)
    libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero)


def _landlock(libc: ctypes.CDLL) -> int:
    """Denies everything this kernel's Landlock knows; returns its version, 0 if it has none."""
    call = libc.syscall
    call.restype = ctypes.c_long
    number = ctypes.c_long(_LANDLOCK_CREATE)
    version = int(call(number, None, ctypes.c_size_t(0), ctypes.c_uint32(_LANDLOCK_VERSION)))
    if version < 1:
        return 0
    files = 13 + (version >= 2) + (version >= 3) + (version >= 5)  # rights known, one bit each
    rules = struct.pack(
        "=QQQ", (1 << files) - 1, 3 if version >= 4 else 0, 3 if version >= 6 else 0
    )[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = int(call(number, rules, ctypes.c_size_t(len(rules)), ctypes.c_uint32(0)))
    if ruleset < 0:
        return 0
    restrict = ctypes.c_long(_LANDLOCK_RESTRICT)
    held = int(call(restrict, ctypes.c_int(ruleset), ctypes.c_uint32(0))) == 0
    os.close(ruleset)
    return version if held else 0


# Classic BPF, as linux/filter.h and linux/seccomp.h give it.
_LOAD, _EQUAL, _BITS, _AND, _RETURN = 0x20, 0x15, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)


def _rule(number: int, checks: tuple[_Check, ...], otherwise: int = errno.EPERM) -> bytes:
    """Answers one call for good: allowed if every check holds. Leaves the number loaded."""
    body = b""
    for check in checks:
        body += _step(_LOAD, _ARGUMENTS_AT + 8 * check.argument)  # the low half, little-endian
        if check.bits:
            body += _step(_AND, check.value)
        body += _step(_EQUAL, check.value, yes=1) + _step(_RETURN, _ERRNO | otherwise)
    body += _step(_RETURN, _ALLOW)
    return _step(_EQUAL, number, no=len(body) // 8) + body


def filter_program(machine: str, pid: int) -> bytes:
    """The seccomp filter for this machine, as BPF instructions; empty for one not known here."""
    known = _MACHINES.get(machine)
    if known is None:
        return b""
    column = known.column
    program = _step(_LOAD, _ARCH_AT) + _step(_EQUAL, known.arch, yes=1) + _step(_RETURN, _KILL)
    program += _step(_LOAD, _NUMBER_AT)
    for numbers in _ALLOWED.values():
        number = numbers[column]
        if number is not None:
            program += _rule(number, ())
    program += _rule(_CLONE[column], (_Check(0, _CLONE_THREAD, bits=True),))
    # Its flags lie in memory where a filter cannot look; ENOSYS makes the C library use clone.
    program += _step(_EQUAL, _CLONE3[column], no=1) + _step(_RETURN, _ERRNO | errno.ENOSYS)
    program += _rule(_TGKILL[column], (_Check(0, pid),))  # abort() signals itself
    program += _rule(_PRCTL[column], (_Check(0, _PR_SET_NAME),))
    program += _rule(_PRLIMIT64[column], (_Check(0, 0), _Check(1, _RLIMIT_CPU)))
    # How newer C libraries write fstat(); a path is given only by who asks for one.
    program += _rule(_NEWFSTATAT[column], (_Check(3, _AT_EMPTY_PATH, bits=True),))
    return program + _step(_RETURN, _ERRNO | errno.EPERM)


def _seccomp(libc: ctypes.CDLL) -> bool:
    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]

    machine = platform.machine()
    steps = filter_program(machine, os.getpid())
    if not steps:
        return False
    buffer = ctypes.create_string_buffer(steps, len(steps))
    program = Program(len(steps) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    set_filter, every_thread = ctypes.c_uint(1), ctypes.c_uint(1)
    call = libc.syscall
    call.restype = ctypes.c_long
    number = ctypes.c_long(_MACHINES[machine].seccomp)
    return int(call(number, set_filter, every_thread, ctypes.byref(program))) == 0
