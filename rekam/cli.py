"""The one command of the office: ``rekam SUBCOMMAND ...``.

Each subcommand is a management command of one of the office's apps; this file only knows their names. Two
words become one name: ``rekam import residents FILE`` runs ``import_residents``.

Exit codes: 0 done, 1 something differs or was refused (the sentence says what), 2 the words of the call are
off.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

GROUPS = {
    "Start": ("setup", "serve", "worker", "demo", "admin create"),
    "The register": (
        "import residents",
        "import recordings",
        "import areas",
        "import boundaries",
        "import list",
        "import commit",
        "import discard",
        "import undo",
    ),
    "The service": ("service open", "places open", "import places", "import devices", "roster plan"),
    "Stations": ("intake", "import packets", "copies check"),
    "Outreach": ("import roll", "outreach plan", "outreach adopt", "reminders send", "forecast"),
    "The recording station": (
        "station",
        "station enrol",
        "station pack",
        "station export",
        "station receipts",
    ),
    "Training": ("devices simulate",),
    "The count": ("coverage", "explain", "report", "verify"),
    "Safe keeping": ("backup", "restore"),
}
ABOUT = {
    "setup": "make the database and say whose office this is",
    "serve": "serve the office in the browser",
    "worker": "do long work in the background (serve starts one)",
    "demo": "invent the register of Kutai Timur, bring it in and serve it",
    "admin create": "make the first administrator",
    "import residents": "review a register file, and commit it when told to",
    "import recordings": "review a file of recordings, and commit it when told to",
    "import areas": "take areas of the whole country from a CSV",
    "import boundaries": "take boundaries from a GeoJSON",
    "import list": "imports and their states",
    "import commit": "commit a reviewed import",
    "import discard": "set a reviewed import aside",
    "import undo": "take a committed import back",
    "service open": "where one can be recorded at a moment, with every reason where not",
    "places open": "where one can be recorded at a moment",
    "import places": "take service points and their hours from a CSV or XLSX",
    "import devices": "take a list of devices from a CSV or XLSX",
    "roster plan": "plan a month's roster as a draft, with a proven bound",
    "intake": "take packets in from stations, give receipts, bring them into the register",
    "import packets": "take in packets that were carried here on a disk",
    "copies check": "read all sealed copies through, and mend each from the other",
    "reminders send": "send the messages that wait and may go now",
    "outreach plan": "plan visits so that the most people are recorded, with a proven bound",
    "outreach adopt": "go by a plan from now on: its stops become visits",
    "import roll": "take in a client's list of people and compare it with the register",
    "forecast": "when will it be done, with its range and its chance",
    "station": "the recording station on this laptop, in the browser",
    "station enrol": "bind this laptop to an office by the code that the office shows",
    "station pack": "take the office's roster pack, over the network or from a file",
    "station export": "write everything that is unsent into a folder, sealed, to carry it to the office",
    "station receipts": "read the receipts that the office left on a disk that was carried there",
    "devices simulate": "simulated fingerprint, iris and face devices for training, well and badly behaved",
    "coverage": "who is obliged, recorded and unrecorded on any date",
    "explain": "why the numbers changed between two dates",
    "report": "the monthly or daily report as PDF or XLSX",
    "backup": "copy the whole office into a new folder while it runs",
    "restore": "make an office of a backup, in an empty data folder and an empty database",
    "verify": "recount everything and compare it with the ledger and the audit trail",
}
NAMES = {"admin create": "create_administrator", "setup": "setup_office"}

DJANGOS_OWN = {
    *("--version", "--verbosity", "--settings", "--pythonpath", "--traceback"),
    *("--no-color", "--force-color"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_help())
        return 0
    found = _subcommand(words)
    if found is None:
        return _no_such_command(words)
    _choose_settings("station" if found.split()[0] == "station" else "office")
    return _run(found, words[len(found.split()) :])


def _choose_settings(room: str) -> None:
    """Those of the office or of the station, whichever the command belongs to. A program that runs one may
    start the other; settings of somebody's own stay.
    """
    ours = [f"rekam.{each}.settings" for each in ("office", "station")]
    if os.environ.get("DJANGO_SETTINGS_MODULE", ours[0]) in ours:
        os.environ["DJANGO_SETTINGS_MODULE"] = f"rekam.{room}.settings"


def _no_such_command(words: Sequence[str]) -> int:
    """`rekam import` and `rekam import --help` name what can be imported; anything else is a slip."""
    family = [name for name in ABOUT if name.split()[0] == words[0]]
    asked = words[1:2] in ([], ["-h"], ["--help"], ["help"])
    if family and asked:
        print("\n".join([*_lines(family), "", f"rekam {family[0]} --help says more."]))
        return 0 if words[1:] else 2
    print(f"rekam: there is no command '{' '.join(words[:2])}'. rekam --help lists them.", file=sys.stderr)
    if family:
        print("\n".join(_lines(family)), file=sys.stderr)
    return 2


def _subcommand(words: Sequence[str]) -> str | None:
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in ABOUT:
            return name
    return None


def _run(name: str, rest: Sequence[str]) -> int:
    import django
    from django.conf import settings
    from django.utils import translation

    try:
        django.setup()
    except OSError as error:  # before there are settings there are no words of theirs
        print(f"rekam: {_no_folder(error)}", file=sys.stderr)
        return 1
    usage = import_module("rekam.usage")
    # The office's language, whatever the machine speaks.
    with translation.override(settings.LANGUAGE_CODE), usage.in_our_words():
        return _simulated(rest) if name == "devices simulate" else _execute(name, rest)


def _no_folder(error: OSError) -> str:
    return (
        f"Folder data {error.filename} tidak dapat dibuat atau dibuka ({error.strerror}). Sambungkan "
        "disknya, atau sebutkan folder lain dengan REKAM_DATA atau REKAM_STATION. / "
        f"The data folder {error.filename} cannot be made or opened ({error.strerror}). Connect its disk, or "
        "name another folder with REKAM_DATA or REKAM_STATION. (disk.no_folder)"
    )


def _simulated(rest: Sequence[str]) -> int:
    """No command of an office or a station: they must not know the simulated devices."""
    from django.utils.translation import gettext

    return int(import_module("rekam.simulator.command").main(rest, gettext))


def _execute(name: str, rest: Sequence[str]) -> int:
    from django.core.management.base import CommandError
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from rekam.domain.trouble import Trouble
    from rekam.files import FileProblem

    try:
        _called(name, rest)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has read enough: rekam import list | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except KeyboardInterrupt:
        print("\nrekam: " + _("stopped. Nothing that was not committed has changed."), file=sys.stderr)
        return 130
    except Trouble as trouble:
        print(f"rekam: {trouble.told(_(trouble.sentence))} ({trouble.code})", file=sys.stderr)
        return 1
    except CommandError as error:
        print(f"rekam: {error}", file=sys.stderr)
        return error.returncode
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        told = _("%(file)s cannot be opened. Check its name, and whether you may open it.")
        print("rekam: " + told % {"file": error.filename}, file=sys.stderr)
        return 2
    except FileProblem as problem:
        print(f"rekam: {problem.sentence()} {problem.next_step()} ({problem.code})", file=sys.stderr)
        return 1
    except (DatabaseError, OSError) as error:
        print(f"rekam: {_of_storage(error, name)}", file=sys.stderr)
        return 1
    return 0


def _of_storage(error: Exception, name: str) -> str:
    """A full disk or a busy database in the words of the pages, which are loaded only now."""
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    room = "station.disk_trouble" if name.split()[0] == "station" else "office.storage_trouble"
    trouble = import_module(f"rekam.{room}").found_in(error)
    if trouble is not None:
        return f"{trouble.told(_(trouble.sentence))} ({trouble.code})"
    if not isinstance(error, DatabaseError):
        raise error
    return _("the database answered: %(error)s. Is the office set up? rekam setup") % {"error": error}


def _called(name: str, rest: Sequence[str]) -> None:
    """As Django calls a command, but what it says when it stops is left to us."""
    from django.db import connections

    command = _command(name)
    command._called_from_command_line = True
    options = vars(command.create_parser("rekam", name).parse_args(list(rest)))
    try:
        command.execute(*options.pop("args", ()), **options)
    finally:
        connections.close_all()


def _command(name: str) -> Any:
    """The command behind the words. Its --help shows the office's options and none of Django's own.

    Django's checks of the code are our tests' affair: here they would load every page before each answer.
    """
    from django.core.management import ManagementUtility
    from django.core.management.base import BaseCommand

    BaseCommand.suppressed_base_arguments = DJANGOS_OWN
    BaseCommand.requires_system_checks = []
    return ManagementUtility().fetch_command(NAMES.get(name, name.replace(" ", "_")))


def _lines(names: Sequence[str]) -> list[str]:
    return [f"  rekam {name:<20} {ABOUT[name]}" for name in names]


def _help() -> str:
    lines = ["Rekam runs the KTP-el enrolment programme of a civil registration office.", ""]
    for group, names in GROUPS.items():
        lines += [f"{group}:", *_lines(names), ""]
    lines.append("rekam SUBCOMMAND --help says more. The data lie in the folder REKAM_DATA (default ./data).")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
