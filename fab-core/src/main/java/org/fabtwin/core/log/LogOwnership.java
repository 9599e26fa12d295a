/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The right to write a log: at most one in all processes. It is the lock of a file that nothing else ever opens: POSIX drops a
 * process's locks on a file as soon as the process closes any descriptor of it, so that neither a reader's file nor a second
 * try in the same process may do. Thread-safe.
 */
final class LogOwnership implements AutoCloseable {
    private static final Set<Path> OWNED_HERE = new ConcurrentSkipListSet<>();

    private final Path directory;
    private final FileChannel channel;

    private LogOwnership(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Fails while another process, or another log of this one, owns the directory. */
    static LogOwnership of(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!OWNED_HERE.add(real)) {
            throw taken(directory);
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel =
                    FileChannel.open(real.resolve(LogFormat.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                if (channel != null) {
                    channel.close();
                }
                OWNED_HERE.remove(real);
            }
        }
        if (lock == null) {
            throw taken(directory);
        }
        return new LogOwnership(real, channel);
    }

    private static IOException taken(Path directory) {
        return new IOException("the log in " + directory + " is being written by another process or run");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OWNED_HERE.remove(directory);
    }
}
