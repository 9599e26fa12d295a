#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Follows a gateway's events as NDJSON; the standard library only. Prints each event, tells notices on standard error, and goes on
behind the last event after a break.

    python3 clients/follow_events.py http://localhost:8088 'type=TrackIn&tool=Me' [earliest|latest|EPOCH:POSITION]
"""
import http.client
import json
import os
import sys
import time
from urllib.parse import urlsplit

SILENT_S = 60  # the server sends a heartbeat every 15 s


class Refused(Exception):
    """The server says no; asking again would not help."""


def connect(url, query):
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname, url.port, timeout=SILENT_S)
    headers = {"Accept": "application/x-ndjson"}
    if os.environ.get("FAB_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["FAB_TOKEN"]
    connection.request("GET", "/v1/events?" + query, headers=headers)
    response = connection.getresponse()
    if 400 <= response.status < 500 and response.status != 429:
        raise Refused(f"{response.status}: {response.read(2000).decode()}")
    if response.status != 200:
        raise OSError(f"the server answered {response.status}")
    return response


def follow(url, conditions, place):
    pause = 0.2
    while True:
        try:
            for line in connect(url, "&".join(filter(None, [place, conditions]))):
                if not line.endswith(b"\n"):
                    break  # cut within an event: it comes again
                event = json.loads(line)
                if event["type"].startswith("org.fabtwin.stream."):
                    place = on_notice(event, place)
                    continue
                yield event
                place = "after=" + event["id"]
                pause = 0.2
            why = "the stream has ended"
        except (OSError, http.client.HTTPException) as failure:
            why = repr(failure)
        print(f"{why}; going on with {place} in {pause:.1f} s", file=sys.stderr, flush=True)
        time.sleep(pause)
        pause = min(2 * pause, 10)


def on_notice(notice, place):
    """Tells it; returns where to go on after a break."""
    name, data = notice["type"].rsplit(".", 1)[1], notice["data"]
    if name != "heartbeat":
        print(f"{name}: {data['epoch']}:{data['from']} to {data['to']} {data.get('text', '')}", file=sys.stderr, flush=True)
    if name == "refused":
        raise Refused(data["text"])
    # What lies before these places has been sent, or is lost.
    at = {"caughtUp": "to", "heartbeat": "to", "lost": "to", "ended": "to", "reset": "from"}.get(name)
    return f"from={data['epoch']}:{data[at]}" if at else place


if __name__ == "__main__":
    server, conditions, start = (sys.argv[1:] + ["", "latest"][max(0, len(sys.argv) - 2):])[:3]
    try:
        for event in follow(urlsplit(server), conditions, "from=" + start):
            print(json.dumps(event, separators=(",", ":")), flush=True)
    except Refused as refused:
        sys.exit(f"refused: {refused}")
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        # Whoever reads has gone (| head): nothing more is to be written, not at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
