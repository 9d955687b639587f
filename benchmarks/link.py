"""./run bench link: a packet of 5 MB over 64 kbit/s that lose 30 % and are cut every 30 s, over real sockets.

The laptop and the office are the proof's: the real programs. Every lost piece takes its time once more; every
connection is reset when the link is cut, and what was under way is lost. It takes a quarter of an hour.
"""

import sys
from argparse import ArgumentParser

from benchmarks.board import Board
from proof import proxy
from proof.world import Factory, Nurseries

LOST, CUT_EVERY_SECONDS, MOST = 0.3, 30.0, 1.15


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=5.0)
    options = parser.parse_args()
    board = Board(f"a bad link, {options.megabytes:g} MB")
    with Nurseries.open() as found:
        size = int(options.megabytes * 1_000_000)
        share, took = proxy.bad(Factory(found), size=size, lost=LOST, cut_every=CUT_EVERY_SECONDS)
    board.figure("bytes sent for each byte of the packet", share, "times", at_most=MOST)
    board.figure("until its receipt was here", took, "s")
    return board.show()


if __name__ == "__main__":
    sys.exit(main())
