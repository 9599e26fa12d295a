/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.fabtwin.core.line.Line;

/**
 * First bytes of a snapshot: where in time and log it was taken, and of what.
 *
 * @param timeUs simulated time up to which everything had happened.
 * @param logPosition of the log at that moment.
 * @param logHash of the log up to there.
 * @param seed of the run.
 * @param replication of the run.
 * @param lineFingerprint CRC32C of the compiled line's JSON.
 */
public record SnapshotHeader(
        long timeUs, long logPosition, int logHash, long seed, int replication, int lineFingerprint) {
    private static final long MAGIC = 0x314e53424146L;
    private static final int BYTES = 8 + 8 + 8 + 4 + 8 + 4 + 4 + 4;

    /** Identifies a compiled line. */
    public static int fingerprint(Line line) {
        CRC32C crc = new CRC32C();
        crc.update(line.toJson().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(MAGIC).putLong(timeUs).putLong(logPosition).putInt(logHash);
        buffer.putLong(seed).putInt(replication).putInt(lineFingerprint);
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), 0, buffer.position());
        buffer.putInt((int) crc.getValue()).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Reads a header; the channel then stands at the state. */
    public static SnapshotHeader readFrom(ReadableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException(
                        "snapshot is cut short: " + buffer.position() + " bytes, at least " + BYTES + " expected");
            }
        }
        buffer.flip();
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), 0, BYTES - 4);
        long magic = buffer.getLong();
        SnapshotHeader header = new SnapshotHeader(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getInt());
        if (magic != MAGIC || buffer.getInt() != (int) crc.getValue()) {
            throw new IOException("not a snapshot of this version, or damaged");
        }
        return header;
    }

    void checkLine(Line line) throws IOException {
        if (lineFingerprint != fingerprint(line)) {
            throw new IOException("snapshot is of another line: " + Integer.toHexString(lineFingerprint) + ", not "
                    + Integer.toHexString(fingerprint(line)));
        }
    }

    void check(Line line, long itsSeed, int itsReplication) throws IOException {
        if (seed != itsSeed || replication != itsReplication || lineFingerprint != fingerprint(line)) {
            throw new IOException("snapshot is of another run: seed " + seed + ", replication " + replication
                    + ", line " + Integer.toHexString(lineFingerprint) + "; expected seed " + itsSeed
                    + ", replication " + itsReplication + ", line " + Integer.toHexString(fingerprint(line)));
        }
    }
}
