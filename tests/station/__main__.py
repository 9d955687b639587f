import os
import sys

from tests.station.own_process import HERE, ROOT, command, environment

if __name__ == "__main__":
    os.chdir(ROOT)
    given = sys.argv[1:]
    named = any("tests/" in word for word in given)
    words = command(*given, *([] if named else [str(HERE)]))
    os.execve(words[0], words, environment())
