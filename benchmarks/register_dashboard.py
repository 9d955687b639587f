"""One run: the home page for 20 users at once, from granian with four workers."""

import json
import sys
from datetime import date
from pathlib import Path

from benchmarks import office, readers

ON_THE_PAGE = b'class="ask"'


def main(database: str, path: str) -> None:
    with office.fresh(database):
        office.bring_in(Path(path), as_of=date(2016, 6, 30))
        cookie = readers.signed_in("kepala")
        with readers.served() as port:
            # Every worker has read its templates before the clock runs.
            readers.all_at_once(port, cookie, "/", expects=ON_THE_PAGE, rounds=1)
            found = readers.all_at_once(port, cookie, "/", expects=ON_THE_PAGE)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
