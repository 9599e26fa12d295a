/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up in the middle of a line, and one that does not sync. */
class WholeAppendsTest {
    @TempDir
    private Path folder;

    private Path path;
    private FullDisk disk;
    private WholeAppends file;

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("lines");
        Files.writeString(path, "before\n");
        disk = new FullDisk(FileChannel.open(path, StandardOpenOption.APPEND));
        file = new WholeAppends(disk, disk::force);
    }

    private void append(String line) throws IOException {
        file.append(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldLeaveNoPartOfWhatFailed() throws IOException {
        append("first\n");
        disk.room = 4;
        assertThatThrownBy(() -> append("torn\nand more\n")).hasMessage("no room");
        disk.room = Long.MAX_VALUE;
        append("last\n");
        file.close();

        assertThat(path).hasContent("before\nfirst\nlast\n");
    }

    @Test
    void shouldTakeBackWhatWasNotSynced() throws IOException {
        disk.failingSyncs = 1;
        assertThatThrownBy(() -> append("refused\n")).hasMessage("no sync");
        append("last\n");
        file.close();

        assertThat(path).hasContent("before\nlast\n");
    }

    @Test
    void shouldRefuseEverythingUntilWhatFailedIsCutOff() throws IOException {
        disk.room = 4;
        disk.canCut = false;
        assertThatThrownBy(() -> append("torn\n")).hasMessage("no room");
        disk.room = Long.MAX_VALUE;
        assertThatThrownBy(() -> append("behind it\n")).hasMessage("no cut");
        disk.canCut = true;
        append("last\n");
        file.close();

        assertThat(path).hasContent("before\nlast\n");
    }

    /** A file on a disk that has so much room. */
    private static final class FullDisk implements SeekableByteChannel {
        private final FileChannel file;
        private long room = Long.MAX_VALUE;
        private int failingSyncs;
        private boolean canCut = true;

        FullDisk(FileChannel file) {
            this.file = file;
        }

        void force() throws IOException {
            if (failingSyncs-- > 0) {
                throw new IOException("no sync");
            }
            file.force(false);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room == 0) {
                throw new IOException("no room");
            }
            final ByteBuffer part = bytes.slice(bytes.position(), (int) Math.min(room, bytes.remaining()));
            final int written = file.write(part);
            bytes.position(bytes.position() + written);
            room -= written;
            return written;
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            if (!canCut) {
                throw new IOException("no cut");
            }
            file.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return file.read(bytes);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
