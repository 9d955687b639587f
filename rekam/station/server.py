"""The station's own server: one process, because the key of the store is in its memory; a thread per browser
connection, because one of them may wait for a device. It answers this machine alone.
"""

import socketserver
from typing import Any
from wsgiref.types import WSGIApplication

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

HOST = "127.0.0.1"


class Handler(WSGIRequestHandler):
    """Says nothing about single requests: an address may name a resident's row."""

    def log_message(self, format: str, *args: Any) -> None:
        return

    def address_string(self) -> str:
        return HOST


class Server(ThreadedWSGIServer):
    allow_reuse_address = True
    request_queue_size = 64

    def server_bind(self) -> None:
        """As the library does, without asking the network for this machine's name: that may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]
        self.setup_environ()


def make(port: int, application: WSGIApplication) -> Server:
    server = Server((HOST, port), Handler)
    server.set_app(application)
    return server
