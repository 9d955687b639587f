"""A port of its own on which orders are taken while the devices run: plain text in, the state of all in
JSON out.
"""

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rekam.simulator import orders
from rekam.simulator.server import HOST, Bench

PATH = "/orders"
LARGEST_ORDER = 4096


def follow(bench: Bench, line: str) -> None:
    """Does what one order says."""
    order = orders.read(line)
    for kind in order.kinds:
        if kind in bench.ports:
            bench.set(kind, **order.changes)


class ControlServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, bench: Bench, port: int) -> None:
        self.bench = bench
        super().__init__((HOST, port), _Handler)

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    server: ControlServer

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._answer(200, self.server.bench.state())

    def do_POST(self) -> None:
        if self.headers.get("Origin"):  # a page in some browser has no business here
            return self._answer(403, {"error": "orders come from the terminal"})
        length = min(int(self.headers.get("Content-Length") or 0), LARGEST_ORDER)
        try:
            follow(self.server.bench, self.rfile.read(length).decode())
        except ValueError as error:
            return self._answer(400, {"error": str(error)})
        return self._answer(200, self.server.bench.state())

    def _answer(self, status: int, value: object) -> None:
        data = json.dumps(value, indent=1).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def tell(port: int, line: str) -> dict[str, Any]:
    """Sends an order to devices that run elsewhere on this machine; the state of all afterwards."""
    orders.read(line)  # say what is wrong here, and not in a traceback of the other side
    request = urllib.request.Request(f"http://{HOST}:{port}{PATH}", data=line.encode(), method="POST")
    with urllib.request.urlopen(request, timeout=5) as answer:
        return dict(json.loads(answer.read()))
