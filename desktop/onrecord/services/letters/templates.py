"""Templates of letters: ours as files, the user's own as rows, both rendered in a sandbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.bundled import resource
from onrecord.domain.change import Change
from onrecord.domain.letter import LetterTemplate
from onrecord.domain.letter_body import Body, one_line, parse_body
from onrecord.domain.letter_fields import LetterFacts, LetterField
from onrecord.domain.times import now_text
from onrecord.errors import NotFound, Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LONGEST = 200_000
"""Characters of a rendered letter; a template that writes more than a book is broken."""


@dataclass(frozen=True)
class Template:
    """``id`` is ours (``complaint``) or a row's; ``origin`` is ``ours``, ``changed`` (ours, with
    the user's words) or ``mine``. ``rule`` names the entry of the directory a statutory notice
    follows, ``to`` the address it goes to, ``pages`` the length it should keep to (0: any);
    ``title`` what the letter is called where that is not its name."""

    id: str
    name: str
    use: str
    subject: str
    body: str
    language: str = "en"
    origin: str = "ours"
    rule: str = ""
    to: str = ""
    pages: int = 0
    title: str = ""


@cache
def our_templates(language: str = "en") -> tuple[Template, ...]:
    """Those that ship, in the order of the index; English where there is no other."""
    folder = resource("letters", language)
    if not folder.is_dir():
        return our_templates("en")
    index: dict[str, Any] = json.loads((folder / "index.json").read_text("utf-8"))
    return tuple(
        Template(
            **{name: one[name] for name in ("id", "name", "use", "subject")},
            body=(folder / f"{one['id']}.j2").read_text("utf-8"),
            language=index["language"],
            rule=one.get("rule", ""),
            to=one.get("to", ""),
            pages=one.get("pages", 0),
            title=one.get("title", ""),
        )
        for one in index["letters"]
    )


def templates(vault: Vault, language: str = "en") -> tuple[Template, ...]:
    """All that can be chosen: ours, with the user's changes in them, then the user's own."""
    rows = vault.find(LetterTemplate, "trashed_at = ''", [], order="rowid")
    changed = {row.based_on: row for row in rows if row.based_on}
    ours = [
        replace(
            one,
            name=changed[one.id].name or one.name,
            subject=changed[one.id].subject,
            body=changed[one.id].body,
            language=changed[one.id].language,
            origin="changed",
            title="" if changed[one.id].name not in ("", one.name) else one.title,
        )
        if one.id in changed
        else one
        for one in our_templates(language)
    ]
    mine = [
        Template(row.id, row.name, "", row.subject, row.body, row.language, "mine")
        for row in rows
        if not row.based_on
    ]
    return (*ours, *mine)


def template(vault: Vault, id: str, language: str = "en") -> Template:
    """Raises NotFound."""
    for one in templates(vault, language):
        if one.id == id:
            return one
    raise NotFound("There is no such letter to start from.")


def save_template(
    vault: Vault, id: str, *, name: str, subject: str, body: str, language: str = "en"
) -> Change:
    """The user's words for one of ours, or a template of their own (``id`` empty makes it).

    Raises Refused with a sentence where it cannot be read as a template.
    """
    if not name.strip():
        raise Refused("Give the template a name.", "name")
    check(subject, "subject")
    check(body, "body")
    ours = {one.id for one in our_templates(language)}
    where = "based_on = ? AND trashed_at = ''" if id in ours else "id = ?"
    known = vault.find(LetterTemplate, where, [id], limit=1) if id else []
    row = known[0] if known else LetterTemplate(based_on=id if id in ours else "")
    made = replace(row, name=name.strip(), subject=subject, body=body, language=language)
    with vault.change("Template saved") as tx:
        if not known:
            tx.insert(made)
        elif made != row:
            tx.update(made)
    return replace(tx.change, result=id or made.id)


def reset_template(vault: Vault, id: str) -> Change:
    """Ours as it ships again; a template of the user's own goes. Undo brings the words back."""
    rows = vault.find(
        LetterTemplate, "(based_on = ? OR id = ?) AND trashed_at = ''", [id, id], order="rowid"
    )
    with vault.change("Template put back") as tx:
        for row in rows:
            tx.patch(LetterTemplate, row.id, trashed_at=now_text())
    return replace(tx.change, result=id)


def check(source: str, path: str = "") -> None:
    """Whether it can be read as a template; raises Refused."""
    from jinja2 import TemplateSyntaxError

    try:
        _environment().parse(source)
    except TemplateSyntaxError as error:
        raise Refused(f"Line {error.lineno} of the template cannot be read: {error.message}", path)  # noqa: B904


def render(one: Template, facts: LetterFacts, *, enclosures: bool = False) -> tuple[str, Body]:
    """The subject and the body of a letter. Raises Refused where the template asks for what it
    may not have or what does not exist."""
    values, labels = facts.values, facts.labels
    context = {**facts.context, "enclosures": enclosures}
    subject = one_line(_rendered(one.subject, context), values, labels)
    return subject, parse_body(_rendered(one.body, context), values, labels)


def called(one: Template, facts: LetterFacts) -> str:
    """What a letter of it is called in lists."""
    return _rendered(one.title, facts.context) if one.title else one.name


def _rendered(source: str, context: Mapping[str, Any]) -> str:
    from jinja2 import TemplateError

    try:
        pieces = _environment().from_string(source).generate(context)
        text, room = "", _LONGEST
        for piece in islice(pieces, _LONGEST):
            text += piece
            room -= len(piece)
            if room < 0:
                raise Refused("This template writes a letter that is far too long; shorten it.")
    except TemplateError as error:
        raise Refused(f"The template could not be filled in: {error.message}") from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        raise Refused("The template could not be filled in; put it back as it was.") from None
    return text


@cache
def _environment() -> Any:
    """No access to anything but the facts, nothing undefined passed over, no file read."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made: Any = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_finalized,
        cache_size=0,
    )
    for name in [*made.globals]:
        if name != "range":
            del made.globals[name]
    made.globals["blank"] = _blank
    return made


def _blank(name: str) -> LetterField:
    """A gap the writer fills in by hand; nothing on record can."""
    return LetterField(f"?{str(name)[:80]}", str(name)[:80])


def _finalized(value: Any) -> str:
    return value.mark if isinstance(value, LetterField) else str(value)
