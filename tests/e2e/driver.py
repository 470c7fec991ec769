#!/usr/bin/python3
"""Speaks to the accessibility bus as a screen reader does; one JSON line in, one out.

Runs on the system's own Python (python3-gi), so it imports nothing of ours. Elements are known to
the other end by number. Roles are those of AT-SPI, with "push button" always called "button".
"""

import contextlib
import json
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

MOST_CHILDREN = 200  # of one element: a table has one for each of its cells
ANSWER_MS = 30_000  # a program that is busy answers late; the bus's own 0.8 s is for idle machines
ACT_MS = 3_000  # a dialog that is opened may keep the answer back
elements = {}
application = None


def role(node):
    name = node.get_role_name()
    return "button" if name == "push button" else name


def states(node):
    return sorted(
        Atspi.StateType(state).value_nick for state in (node.get_state_set().get_states() or [])
    )


def has(node, state):
    return node.get_state_set().contains(state)


def text(node):
    if "Text" in node.get_interfaces():
        return Atspi.Text.get_text(node, 0, -1)
    return node.get_name() or ""


def children(node):
    for index in range(min(node.get_child_count(), MOST_CHILDREN)):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def programs():
    """Those on the bus; each may be ending while it is looked at."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        with contextlib.suppress(GLib.Error):
            program = desktop.get_child_at_index(index)
            if program is not None:
                yield program, program.get_process_id()


def walk(node, showing=True):
    yield node
    for child in children(node):
        # A hidden page's children cannot be showing either.
        if (
            not showing
            or child.get_role() == Atspi.Role.MENU
            or has(child, Atspi.StateType.SHOWING)
        ):
            yield from walk(child, showing)


def remember(node):
    number = len(elements) + 1
    elements[number] = node
    return number


def until(attempt, seconds):
    """The first answer of attempt() that is not None; None when the time is over."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(GLib.Error):  # an element went away while it was looked at
            answer = attempt()
            if answer is not None:
                return answer
        if time.monotonic() > end:
            return None
        time.sleep(0.03)


def matches(node, wanted):
    if wanted.get("role") and role(node) != wanted["role"]:
        return False
    name = node.get_name() or ""
    if wanted.get("name") is not None and name != wanted["name"]:
        return False
    return not wanted.get("like") or re.search(wanted["like"], name) is not None


def root(request):
    return elements[request["within"]] if request.get("within") else application


def attach(request):
    """Looks at the application of a process from now on; whether it is on the bus yet."""
    global application
    for candidate, pid in programs():
        with contextlib.suppress(GLib.Error):
            if pid == request["pid"] and candidate.get_child_count():
                application = candidate
                application.set_cache_mask(Atspi.Cache.NONE)
                return True
    return False


def pids(request):
    """The processes that have something on the bus."""
    return [pid for _, pid in programs()]


def find_all(request):
    def all_now():
        nodes = walk(root(request), request.get("showing", True))
        return [node for node in nodes if matches(node, request)]

    found = until(all_now, request["seconds"])
    if found is None:
        raise LookupError(f"the screen did not come to rest; there is:\n{tree(request)}")
    return [remember(node) for node in found]


def find(request):
    def first():
        for node in walk(root(request), request.get("showing", True)):
            if matches(node, request):
                return remember(node)
        return None

    found = until(first, request["seconds"])
    if found is None:
        wanted = {key: request[key] for key in ("role", "name", "like") if request.get(key)}
        raise LookupError(f"nothing on screen is {wanted}; there is:\n{tree(request)}")
    return found


def gone(request):
    """Waits until nothing on screen matches."""

    def none():
        return None if any(matches(node, request) for node in walk(root(request))) else True

    if until(none, request["seconds"]) is None:
        raise LookupError(f"still on screen: {request}")
    return True


def tree(request):
    lines = []

    def add(node, depth):
        with contextlib.suppress(GLib.Error):
            shown = (node.get_name() or "")[:60]
            lines.append(f"{'  ' * depth}{role(node)} {shown!r}")
            for child in children(node):
                if has(child, Atspi.StateType.SHOWING):
                    add(child, depth + 1)

    add(root(request), 0)
    return "\n".join(lines[:400])


def info(request):
    node = elements[request["element"]]
    interfaces = node.get_interfaces()
    place = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
    actions = [node.get_action_name(i) for i in range(node.get_n_actions())]
    return {
        "role": role(node),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "text": text(node),
        "value": Atspi.Value.get_current_value(node) if "Value" in interfaces else None,
        "states": states(node),
        "place": [place.x, place.y, place.width, place.height],
        "actions": actions,
    }


def wait_for(request):
    """Waits until an element has (or, with "on" false, has lost) a state, or a text."""
    node = elements[request["element"]]

    def there():
        if request.get("state"):
            return True if (request["state"] in states(node)) == request["on"] else None
        return True if re.search(request["like"], text(node)) else None

    if until(there, request["seconds"]) is None:
        raise LookupError(f"waited for {request}, it is {info(request)}")
    return True


def has_keyboard(request):
    """Whether keys go to the window of an element, or to any of the program where none is meant
    or its window is closed. Null where that cannot be told just now."""

    def windows():
        return [child for child in children(application) if has(child, Atspi.StateType.ACTIVE)]

    def asked():
        node = elements.get(request.get("element"))
        while node is not None and (above := node.get_parent()) is not None:
            if above.get_role() == Atspi.Role.APPLICATION:
                if has(node, Atspi.StateType.SHOWING):
                    return has(node, Atspi.StateType.ACTIVE)
                break
            node = above
        return bool(windows())

    try:
        return asked()
    except GLib.Error:  # the element is gone with its window
        with contextlib.suppress(GLib.Error):
            return bool(windows())
    return False


def act(request):
    """Does what a screen reader's "activate" does."""
    node = elements[request["element"]]
    names = [node.get_action_name(i).lower() for i in range(node.get_n_actions())]
    for wanted in request["actions"]:
        if wanted in names:
            try:
                Atspi.set_timeout(ACT_MS, -1)
                node.do_action(names.index(wanted))
            except GLib.Error as error:
                # A dialog it opened may keep the answer back; the action was done all the same.
                if "imeout" not in error.message and "reply" not in error.message:
                    raise
            finally:
                Atspi.set_timeout(ANSWER_MS, -1)
            return wanted
    raise LookupError(f"{info(request)} has none of the actions {request['actions']}")


def focus(request):
    return Atspi.Component.grab_focus(elements[request["element"]])


def scroll_to(request):
    return Atspi.Component.scroll_to(elements[request["element"]], Atspi.ScrollType.ANYWHERE)


def set_text(request):
    return Atspi.EditableText.set_text_contents(elements[request["element"]], request["text"])


def select(request):
    """Chooses a child of a list, a table or a set of tabs."""
    return Atspi.Selection.select_child(elements[request["element"]], request["index"])


def size(request):
    node = elements[request["element"]]
    return [Atspi.Table.get_n_rows(node), Atspi.Table.get_n_columns(node)]


def cell(request):
    node = elements[request["element"]]
    return remember(Atspi.Table.get_accessible_at(node, request["row"], request["column"]))


def parts(request):
    return [remember(child) for child in children(elements[request["element"]])]


COMMANDS = {
    command.__name__: command
    for command in (
        act, attach, cell, find, find_all, focus, gone, has_keyboard, info, parts, pids, scroll_to,
        select, set_text, size, tree, wait_for,
    )
}  # fmt: skip


def main():
    Atspi.init()
    Atspi.set_timeout(ANSWER_MS, -1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"value": COMMANDS[request.pop("do")](request)}
        except LookupError as error:
            answer = {"error": str(error.args[0])}
        except GLib.Error as error:
            answer = {"error": error.message, "stale": True}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
