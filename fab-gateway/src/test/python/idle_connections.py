# SPDX-License-Identifier: Apache-2.0
"""Holds N subscriptions of something that never happens, and does nothing: idle_connections.py PORT N"""
import resource
import socket
import struct
import sys
import time

port, count = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
block = struct.pack("<qiHB", 0, -1, 1, 1)
condition = b"type=ExcursionStarted"
frame = block + struct.pack("<I", len(condition)) + condition + struct.pack("<I", 0)
frame = struct.pack("<iHHHH", 12 + len(frame), len(block), 3, 2027, 1) + frame
sockets = []
for _ in range(count):
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.sendall(frame)
    sockets.append(connection)
for connection in sockets:
    # The head of Subscribed.
    length, _, template, schema, _ = struct.unpack("<iHHHH", connection.recv(12, socket.MSG_WAITALL))
    if (template, schema) != (4, 2027):
        sys.exit(f"refused: template {template}")
print(f"ready {count}", flush=True)
time.sleep(3600)
