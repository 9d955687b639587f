"""The cable between the demo's laptop and its office: a relay on this machine that can be pulled.

    python -m rekam.demo.cable PORT TO PULLED

Who calls PORT is connected with TO. While the file PULLED is there, whoever calls is cut off at once, and so
is whoever was under way: a laptop meets what it meets where its network ends.
"""

import asyncio
import sys
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"
PIECE = 64 * 1024
LOOK_SECONDS = 0.1


class Cable:
    def __init__(self, to: int, pulled: Path) -> None:
        self.to, self.pulled = to, pulled
        self.ends: set[StreamWriter] = set()

    async def connect(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One connection, both ways, until both ends have said what they had to say."""
        self.ends.add(writer)
        there: StreamWriter | None = None
        with suppress(OSError):
            if not self.pulled.exists():
                back, there = await asyncio.open_connection(HOST, self.to)
                self.ends.add(there)
                await asyncio.gather(_carry(reader, there), _carry(back, writer))
        for end in (writer, there):
            if end is not None:
                end.transport.abort()
                self.ends.discard(end)

    async def watch(self) -> None:
        """Cut what is under way as soon as it is pulled."""
        while True:
            if self.pulled.exists():
                for end in self.ends:
                    end.transport.abort()
            await asyncio.sleep(LOOK_SECONDS)


async def _carry(reader: StreamReader, writer: StreamWriter) -> None:
    while piece := await reader.read(PIECE):
        writer.write(piece)
        await writer.drain()
    writer.write_eof()


async def run(port: int, cable: Cable) -> None:
    async with await asyncio.start_server(cable.connect, HOST, port):
        await cable.watch()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(run(int(sys.argv[1]), Cable(int(sys.argv[2]), Path(sys.argv[3]))))
