#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Follows a gateway's binary stream over raw TCP; the standard library only. Prints place, template, simulated time and CRC-32 of each
record, tells notices on standard error, and goes on behind the last batch after a break. Layouts: docs/GATEWAY.md, docs/EVENTS.md.

    python3 clients/follow_binary.py localhost 8089 'type=TrackIn&tool=Me' [earliest|latest|EPOCH:POSITION]
"""
import os
import socket
import struct
import sys
import time
import zlib

SCHEMA, SCHEMA_VERSION, EVENTS_VERSION = 2027, 1, 1
BATCH, NOTICE, SUBSCRIBE, SUBSCRIBED = 1, 2, 3, 4
EARLIEST, LATEST, POSITION = 0, 1, 2
NOTICES = {1: "caughtUp", 2: "fellBehind", 3: "lost", 4: "reset", 5: "heartbeat", 6: "ended", 7: "refused"}
HEADER = struct.Struct("<iHHHH")  # length of the frame; block length, template, schema, version
SILENT_S = 60  # the server sends a heartbeat every 15 s


def subscribe(start, epoch, position, conditions, token):
    block = struct.pack("<qiHB", position, epoch, EVENTS_VERSION, start)
    texts = b"".join(struct.pack("<I", len(text)) + text for text in (conditions.encode(), token.encode()))
    length = HEADER.size + len(block) + len(texts)
    return HEADER.pack(length, len(block), SUBSCRIBE, SCHEMA, SCHEMA_VERSION) + block + texts


def read_exactly(stream, size):
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the connection has ended")
    return data


def frames(stream):
    """Yields (template, block, what follows the block)."""
    while True:
        length, block, template, schema, _ = HEADER.unpack(read_exactly(stream, HEADER.size))
        if schema != SCHEMA:
            raise EOFError(f"a frame of schema {schema}")
        body = read_exactly(stream, length - HEADER.size)
        yield template, body[:block], body[block:]


def records(data):
    """Yields (position, frame); a record's first bytes are its length."""
    at = 0
    while at < len(data):
        position, length = struct.unpack_from("<qi", data, at)
        yield position, data[at + 8:at + 8 + length]
        at += 8 + length


def follow(host, port, conditions, start, epoch, position):
    pause = 0.2
    while True:
        try:
            with socket.create_connection((host, port), timeout=SILENT_S) as connection, connection.makefile("rb") as stream:
                connection.sendall(subscribe(start, epoch, position, conditions, os.environ.get("FAB_TOKEN", "")))
                for template, block, rest in frames(stream):
                    if template == BATCH:
                        epoch, _, size, _, after = struct.unpack_from("<iiqqq", block)
                        for place, record in records(read_exactly(stream, size)):
                            yield epoch, place, record
                        start, position, pause = POSITION, after, 0.2
                    elif template == NOTICE:
                        begin, end, epoch, kind = struct.unpack_from("<qqiB", block)
                        if NOTICES.get(kind) != "heartbeat":
                            print(f"{NOTICES.get(kind)}: {epoch}:{begin} to {end} {rest[4:].decode()}", file=sys.stderr, flush=True)
                        if NOTICES.get(kind) == "refused":
                            sys.exit("refused: " + rest[4:].decode())
                        if NOTICES.get(kind) != "fellBehind":
                            start, position = POSITION, begin if NOTICES.get(kind) == "reset" else end
        except (OSError, EOFError) as failure:
            print(f"{failure!r}; going on at {epoch}:{position} in {pause:.1f} s", file=sys.stderr, flush=True)
        time.sleep(pause)
        pause = min(2 * pause, 10)


if __name__ == "__main__":
    server, port, wanted, place = (sys.argv[1:] + ["", "latest"][max(0, len(sys.argv) - 3):])[:4]
    begin = {"earliest": (EARLIEST, -1, 0), "latest": (LATEST, -1, 0)}.get(place)
    try:
        for epoch, position, frame in follow(server, int(port), wanted, *(begin or (POSITION, *map(int, place.split(":"))))):
            template, time_us = struct.unpack_from("<H", frame, 6)[0], struct.unpack_from("<q", frame, 16)[0]
            print(f"{epoch}:{position} {template} {time_us} {zlib.crc32(frame):08x}", flush=True)
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        # Whoever reads has gone (| head): nothing more is to be written, not at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
