"""./run bench intake: sealed packets of 2 MB over real sockets, durable, with receipts, in the ledger.

A process group of ``rekam intake`` on an office of its own, and so many stations in threads of this process
(sealing is done before the clock starts). In the same run the same bytes are written and synced plainly, one
file after the other, to the same disk: what the disk can do.

    rate       packets a second, from the first header to the last commit; and until all of them are posted
    plain      the share of what plain write + fsync of the same bytes reaches
    commit     how long a station waits for the answer to its commit
    processor  what the process group used for a packet, start and all: others on the machine hardly change it
"""

import http.client
import json
import os
import queue
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from benchmarks.board import Board
from rekam.wire import packets, paths
from rekam.wire.keys import SigningKey

LEAST_RATE, LEAST_SHARE, MOST_COMMIT_MS = 10.0, 0.5, 1000.0


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=900)
    parser.add_argument("--stations", type=int, default=30)
    parser.add_argument("--megabytes", type=float, default=2.0)
    parser.add_argument("--receivers", type=int, default=2)
    parser.add_argument("--second", type=Path, help="a folder on another disk for the second copies")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rekam-bench-intake-"))
    second = Path(tempfile.mkdtemp(prefix="rekam-bench-intake-", dir=options.second))
    try:
        return _run(folder, second, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(second, ignore_errors=True)


def _run(folder: Path, second: Path, options: Any) -> int:
    board = Board(
        f"intake, {options.packets} packets of {options.megabytes:g} MB, {options.stations} stations"
    )
    environment = {
        **os.environ,
        "REKAM_DATA": str(folder / "data"),
        "REKAM_SECOND_COPY": str(second),
    }
    print("... an office, its stations and their sealed packets", file=sys.stderr, flush=True)
    _seal(folder, environment, options)
    work = _work(folder)
    plain = _plain(folder, [item["body"] for item in work])
    port = _free_port()
    before = _used()
    intake = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "rekam.cli",
            "intake",
            "--port",
            str(port),
            "--receivers",
            str(options.receivers),
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _await(port)
        print("... sending", file=sys.stderr, flush=True)
        took, commits = _send(port, work)
        posted = _until_posted(environment, len(work), began=time.monotonic() - took)
    finally:
        intake.send_signal(signal.SIGTERM)
        intake.wait(60)
    _figures(board, options, len(work), took, commits, posted, plain)
    board.figure("processor time of a packet", (_used() - before) / len(work) * 1000, "ms")
    return board.show()


def _used() -> float:
    """Seconds that ended processes of this one took from processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _figures(
    board: Board, options: Any, count: int, took: float, commits: list[float], posted: float, plain: float
) -> None:
    rate, ceiling = count / took, count / plain
    board.at_least("packets committed, with receipts", rate, "/s", least=LEAST_RATE)
    board.at_least("packets posted to the ledger", count / posted, "/s", least=LEAST_RATE)
    board.figure("plain write and fsync of the same bytes", ceiling, "/s")
    board.at_least("share of plain write and fsync", rate / ceiling, "", least=LEAST_SHARE)
    commits.sort()
    board.figure("commit, median", commits[len(commits) // 2] * 1000, "ms")
    board.figure("commit, p99", commits[int(len(commits) * 0.99)] * 1000, "ms", at_most=MOST_COMMIT_MS)


# -- what is sent -------------------------------------------------------------------------------------


def _seal(folder: Path, environment: dict[str, str], options: Any) -> None:
    """In a process of its own, which has Django and the office's keys."""
    counts = [str(options.packets), str(options.stations), str(options.megabytes)]
    command = [sys.executable, "-m", "benchmarks.intake_sealed", str(folder / "sealed"), *counts]
    subprocess.run(command, env=environment, check=True)


def _work(folder: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted((folder / "sealed").glob("*.json")):
        told = json.loads(path.read_text())
        told["header"] = path.with_suffix(".header").read_bytes()
        told["body"] = path.with_suffix(".body")
        found.append(told)
    return found


def _plain(folder: Path, bodies: list[Path]) -> float:
    """How long the same bytes take when they are only written and synced, file by file."""
    place = folder / "plain"
    place.mkdir()
    took = 0.0
    for number, body in enumerate(bodies):
        data = body.read_bytes()
        began = time.monotonic()
        with (place / str(number)).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        took += time.monotonic() - began
        (place / str(number)).unlink()
    return took


# -- sending ------------------------------------------------------------------------------------------


def _send(port: int, work: list[dict[str, Any]]) -> tuple[float, list[float]]:
    """Every station sends its own packets one after the other, all stations at once."""
    lanes: dict[str, queue.Queue[dict[str, Any]]] = {}
    for item in work:
        lanes.setdefault(item["station"], queue.Queue()).put(item)
    commits: list[float] = []
    threads = [threading.Thread(target=_lane, args=(port, lane, commits)) for lane in lanes.values()]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(commits) != len(work):
        raise SystemExit(f"only {len(commits)} of {len(work)} packets were committed")
    return time.monotonic() - began, commits


def _lane(port: int, lane: "queue.Queue[dict[str, Any]]", commits: list[float]) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while not lane.empty():
        item = lane.get()
        header = packets.read(item["header"]).header
        ciphertext = item["body"].read_bytes()
        _call(link, item, "PUT", paths.packet(header.packet_id), item["header"])
        for number, chunk in enumerate(packets.split(ciphertext, header.chunk_size)):
            _call(link, item, "PUT", paths.chunk(header.packet_id, number), chunk)
        began = time.monotonic()
        status = _call(link, item, "POST", paths.commit(header.packet_id), b"")
        if status != 200:
            raise SystemExit(f"a commit was answered with {status}")
        commits.append(time.monotonic() - began)


def _call(link: http.client.HTTPConnection, item: dict[str, Any], method: str, path: str, body: bytes) -> int:
    headers = paths.sign_call(
        method=method,
        path=path,
        body=body,
        station=bytes.fromhex(item["station"]),
        epoch=1,
        date=packets.read(item["header"]).header.sealed_at,
        key=SigningKey(bytes.fromhex(item["key"])),
    )
    link.request(method, path, body, headers)
    reply = link.getresponse()
    reply.read()
    return reply.status


def _until_posted(environment: dict[str, str], count: int, *, began: float) -> float:
    """When the last of them was in the ledger, in seconds since the first header."""
    command = [sys.executable, "-m", "benchmarks.intake_sealed", "--posted", str(count)]
    subprocess.run(command, env=environment, check=True, timeout=600)
    return time.monotonic() - began


def _free_port() -> int:
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        return int(here.getsockname()[1])


def _await(port: int) -> None:
    for _ in range(1800):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("rekam intake did not start")


if __name__ == "__main__":
    sys.exit(main())
