"""What ``rekam ... --help`` says for many commands, as a program: starting it once for each takes minutes.

Reads a list of commands' words (JSON) from its input; prints what each says, "" where there is none. All of
them belong to the office, or all to the station: a program has one set of settings.
"""

import contextlib
import io
import json
import sys

from rekam import cli


def said(words: list[str]) -> str:
    heard = io.StringIO()
    code: object = 2
    with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = cli.main([*words, "--help"])
        except SystemExit as ended:
            code = ended.code
    return heard.getvalue() if not code else ""


if __name__ == "__main__":
    json.dump([said(words) for words in json.load(sys.stdin)], sys.stdout)
