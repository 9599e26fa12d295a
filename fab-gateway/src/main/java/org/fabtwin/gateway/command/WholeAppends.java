/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * Appends to a file, each time all or nothing: what could be written in part only, or not be synced, is cut off again, so that nobody is
 * told that it failed and finds it there later, and the next one does not stand behind half a line. Where it can't be cut off either,
 * nothing is appended until it can. Single-threaded.
 */
final class WholeAppends implements AutoCloseable {
    private final SeekableByteChannel out;
    private final Sync sync;
    /** Of what has been appended whole. */
    private long end;

    private boolean isTorn;

    /** Brings a file's bytes and length to the disk. */
    interface Sync {
        /** @throws IOException if it is not known whether they are there. */
        void force() throws IOException;
    }

    /**
     * @param out appends, whatever its position is.
     * @param sync called before an append counts as done.
     */
    WholeAppends(SeekableByteChannel out, Sync sync) throws IOException {
        this.out = out;
        this.sync = sync;
        this.end = out.size();
    }

    /** @throws IOException if it could not be written; none of it is in the file then, unless cutting it off failed, too. */
    void append(ByteBuffer bytes) throws IOException {
        if (isTorn) {
            cut();
        }
        final int length = bytes.remaining();
        isTorn = true;
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            sync.force();
            end += length;
            isTorn = false;
        } catch (IOException e) {
            try {
                cut();
            } catch (IOException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    private void cut() throws IOException {
        out.truncate(end);
        sync.force();
        isTorn = false;
    }

    @Override
    public void close() throws IOException {
        try {
            if (isTorn) {
                cut();
            }
        } finally {
            out.close();
        }
    }
}
