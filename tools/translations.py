"""Keeps the Indonesian of every part: `update` collects what is marked, `compile` makes what Django reads.

    python tools/translations.py update [PART ...]    new strings in, unused ones kept as obsolete
    python tools/translations.py compile              .po to .mo, only where a .po is newer
    python tools/translations.py check [PART ...]     fails on what is missing, fuzzy or does not fit

A part is an app of the office or the station (`ledger`), `station` for what the station's apps share, or
`rekam` for what lies outside. Done with Babel in Python, so that no machine needs gettext's programs.
"""

import argparse
import io
import os
import string
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "id"

# Which arguments are the text, per function that marks one; "c" marks the context.
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "N_", "_now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

# No dates, tools or addresses here: they change with every run and say nothing.
HEADER = """\
# The Indonesian of Rekam: {part}.
msgid ""
msgstr ""
"Language: id\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Key = tuple[str, str | None]  # a text and its context, if it has one


@dataclass(frozen=True)
class Part:
    """One catalogue and the folders and files whose strings it holds."""

    name: str
    folder: Path
    sources: tuple[Path, ...]

    @property
    def po(self) -> Path:
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")


def parts(wanted: list[str] | None = None) -> list[Part]:
    rekam, station = ROOT / "rekam", ROOT / "rekam" / "station"
    apps = [
        path.parent for room in ("office", "station") for path in sorted((rekam / room).glob("*/apps.py"))
    ]
    frame = tuple(p for p in sorted(station.iterdir()) if p not in apps and p.name != "locale")
    outside = (path for path in sorted(rekam.iterdir()) if path.name not in {"office", "station", "locale"})
    office = tuple(sorted((rekam / "office").glob("*.py")))
    found = [Part(app.name, app, (app,)) for app in apps]
    found += [Part("station", station, frame), Part("rekam", rekam, (*outside, *office))]
    unknown = set(wanted or ()) - {part.name for part in found}
    if unknown:
        raise SystemExit(f"There is no part named {', '.join(sorted(unknown))}.")
    return [part for part in found if not wanted or part.name in wanted]


def blank() -> Catalog:
    catalog = Catalog(locale=LANGUAGE)
    catalog.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]  # one form for one and for many
    return catalog


# -- collecting ---------------------------------------------------------------------------------


def files(part: Part) -> Iterator[Path]:
    for source in part.sources:
        every = [source] if source.is_file() else sorted(source.rglob("*"))
        yield from (f for f in every if f.suffix in {".py", ".html", ".txt"} and "migrations" not in f.parts)


def as_python(path: Path) -> bytes:
    """A template becomes the calls that its tags stand for; indentation would confuse a reader of Python."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    from django.utils.translation.template import templatize

    return "\n".join(line.lstrip() for line in templatize(text).splitlines()).encode()


def marked(part: Part) -> Catalog:
    catalog = blank()
    for path in files(part):
        if path.suffix != ".py" and b"{" not in path.read_bytes():
            continue
        place = path.relative_to(part.folder).as_posix()
        found = extract("python", io.BytesIO(as_python(path)), KEYWORDS, ["Translators:"])
        for line, texts, comments, context in found:
            catalog.add(texts, locations=[(place, line)], auto_comments=comments, context=context)
    return catalog


# -- reading and writing ------------------------------------------------------------------------


def key(message: Message) -> Key:
    singular = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
    return singular, message.context


def read(part: Part) -> Catalog:
    if not part.po.exists():
        return blank()
    with part.po.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def messages(catalog: Catalog) -> dict[Key, Message]:
    return {key(message): message for message in catalog if message.id}


def texts_of(message: Message) -> list[str]:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return [text or "" for text in texts] or [""]


def is_translated(message: Message) -> bool:
    return all(texts_of(message))


def write(part: Part, catalog: Catalog) -> None:
    body = io.BytesIO()
    write_po(body, catalog, width=100, omit_header=True, sort_output=True, include_lineno=False)
    content = HEADER.format(part=part.name).encode() + body.getvalue().lstrip(b"\n")
    if part.po.exists() and part.po.read_bytes() == content:
        return
    part.po.parent.mkdir(parents=True, exist_ok=True)
    part.po.write_bytes(content)


# -- the three verbs ----------------------------------------------------------------------------


def update(part: Part) -> str:
    """What was translated stays; a text that another part has translated already comes with its words."""
    template, catalog = marked(part), read(part)
    known = _known_elsewhere(part) | {key(m): m for m in catalog.obsolete.values() if is_translated(m)}
    if not part.po.exists() and not messages(template):
        return ""
    catalog.update(template, no_fuzzy_matching=True)
    for name, message in messages(catalog).items():
        if not is_translated(message) and name in known and _same_shape(message, known[name]):
            message.string = known[name].string
    _drop_revived(catalog)
    write(part, catalog)
    missing = sum(not is_translated(message) for message in messages(catalog).values())
    return f"{part.name}: {len(messages(catalog))} texts, {missing} to translate"


def _known_elsewhere(part: Part) -> dict[Key, Message]:
    others = (other for other in parts() if other != part)
    return {name: m for other in others for name, m in messages(read(other)).items() if is_translated(m)}


def _same_shape(one: Message, other: Message) -> bool:
    return one.pluralizable == other.pluralizable


def _drop_revived(catalog: Catalog) -> None:
    alive = messages(catalog)
    for name in [name for name, m in catalog.obsolete.items() if key(m) in alive or not is_translated(m)]:
        del catalog.obsolete[name]


def compile_(part: Part) -> bool:
    """Writes beside and renames, so that a server that starts meanwhile never reads half a file."""
    if not part.po.exists() or (part.mo.exists() and part.mo.stat().st_mtime_ns > part.po.stat().st_mtime_ns):
        return False
    draft = part.mo.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, read(part))
    draft.replace(part.mo)
    return True


def faults(part: Part) -> list[str]:
    wanted, held = messages(marked(part)), messages(read(part))
    found = [f"not collected yet (run update): {text!r}" for text, _ in wanted.keys() - held.keys()]
    found += [f"no longer marked (run update): {text!r}" for text, _ in held.keys() - wanted.keys()]
    for (text, _), message in held.items():
        if not is_translated(message):
            found.append(f"not translated: {text!r}")
        elif message.fuzzy:
            found.append(f"fuzzy: {text!r}")
        elif not fits(message):
            found.append(f"placeholders differ: {text!r}")
    return [f"{part.name}: {fault}" for fault in sorted(found)]


def disagreements() -> list[str]:
    """Django makes one catalogue of all: with two translations, the order of the apps would choose."""
    said: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for part in parts():
        for name, message in messages(read(part)).items():
            if is_translated(message):
                said[name][str(message.string)].append(part.name)
    twice = ((text, sayings) for (text, _), sayings in said.items() if len(sayings) > 1)
    return [f"two translations of {text!r}: {_sayings(sayings)}" for text, sayings in twice]


def _sayings(said: dict[str, list[str]]) -> str:
    return "; ".join(f"{words!r} in {', '.join(names)}" for words, names in said.items())


# -- placeholders -------------------------------------------------------------------------------


class _Asked(dict[str, int]):
    """Stands in for the values of a `%(name)s` text and remembers which were asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = 1
        return 1


def placeholders(text: str) -> frozenset[str]:
    """The values that a text asks for, as `%(name)s`, `%s` or `{name}`. ValueError when it is broken."""
    asked = _Asked()
    if "%(" in text:
        try:
            text % asked
        except (TypeError, KeyError) as fault:
            raise ValueError(str(fault)) from fault
    plain = [f"%{kind}{text.count(f'%{kind}')}" for kind in "sd" if f"%{kind}" in text]
    try:
        braces = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        braces = ["{broken}"]
    return frozenset([*asked, *plain, *braces])


def fits(message: Message) -> bool:
    """A translation asks for the values of its original; the one form of a plural for those of either."""
    originals = message.id if isinstance(message.id, (tuple, list)) else [message.id]
    allowed = [placeholders(text) for text in originals]
    try:
        return all(placeholders(text) in allowed for text in texts_of(message))
    except ValueError:
        return False


# -- the command --------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["update", "compile", "check"])
    parser.add_argument("part", nargs="*", help="an app of the office, or rekam; all when left out")
    options = parser.parse_args()
    chosen = parts(options.part)
    if options.verb == "update":
        print("\n".join(filter(None, (update(part) for part in chosen))))
        return 0
    if options.verb == "compile":
        made = sum(compile_(part) for part in parts())
        print(f"{made} catalogues compiled")
        return 0
    found = [fault for part in chosen for fault in faults(part)] + disagreements()
    print("\n".join(found) or "Every marked text has its Indonesian.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
