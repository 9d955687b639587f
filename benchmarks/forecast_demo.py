"""The demo's office, made or found in a folder: its record of months, and how long the page takes.

A program of its own, because an office is bound to its folder. Writes the record to a file for the
comparison.
"""

import json
import pickle
import sys
import time
from pathlib import Path

from benchmarks import office


def main(target: str, scale: str, folder: str) -> None:
    if folder:
        import django

        django.setup()
        _measure(Path(target))
        return
    with office.fresh("sqlite", is_set_up=False):
        from rekam.office.web import rehearsal

        rehearsal.build(scale=float(scale), tell=lambda _step, _done: None)
        _measure(Path(target))


def _measure(target: Path) -> None:
    from django.core.cache import cache

    from rekam.domain.forecast.outlook import Target
    from rekam.domain.forecast.whatif import WhatIf
    from rekam.office.forecast import queries, reading

    cache.clear()
    begins = queries.begins()
    assert begins is not None, "the demo has a register"
    until = begins.year * 12 + 12 + 11
    found = {}
    for name, kits in (("first", 0), ("what_if", 2), ("another", 3), ("kept", 3)):
        begun = time.perf_counter()
        queries.trials()
        queries.forecast(until, Target(percent=95), WhatIf(kits=kits))
        found[name] = 1000 * (time.perf_counter() - begun)
    target.write_bytes(pickle.dumps(reading.read()))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
