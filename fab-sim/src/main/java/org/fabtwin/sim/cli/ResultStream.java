/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output that remembers why it could not be written: a {@link java.io.PrintWriter} only knows that. Single-threaded. */
final class ResultStream extends FilterOutputStream {
    private IOException failure;

    ResultStream(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Why something of the result is missing; null where nothing is, or where its reader has gone ("| head") and wants no more. */
    String missingBecause() {
        return failure == null || "Broken pipe".equals(failure.getMessage()) ? null : failure.getMessage();
    }
}
