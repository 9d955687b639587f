"""`python -m proof.born office|laptop SOCKET`: load one side, and fork whenever asked to."""

import sys
from importlib import import_module
from multiprocessing.connection import Client

import django


def main() -> None:
    side, address = sys.argv[1:]
    django.setup()
    begin = import_module(f"proof.{side}").begin
    from proof import nursery

    nursery.serve(Client(address, "AF_UNIX"), begin)


if __name__ == "__main__":
    main()
