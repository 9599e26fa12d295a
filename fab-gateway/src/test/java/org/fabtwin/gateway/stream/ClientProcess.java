/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client in a process of its own; its lines are gathered as they come. */
final class ClientProcess implements AutoCloseable {
    private static final long MOST_WAIT_S = 60;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    ClientProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        read(process.getInputStream(), lines);
        read(process.getErrorStream(), errors);
    }

    /** Whether a command is there to be run. */
    static boolean isThere(String... command) {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(MOST_WAIT_S, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void read(InputStream from, List<String> into) {
        final Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    synchronized (this) {
                        into.add(line);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                synchronized (this) {
                    errors.add("the client's output can't be read any more: " + e);
                    notifyAll();
                }
            }
        });
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    /** Waits until so many lines have come; returns how many have. */
    synchronized int awaitLines(int count) throws InterruptedException {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_WAIT_S);
        while (lines.size() < count && System.nanoTime() < untilNs) {
            wait(100);
        }
        return lines.size();
    }

    /** Waits for a line. */
    void awaitLine(Predicate<String> isIt) throws InterruptedException {
        await(lines, isIt);
    }

    /** Waits for a line on standard error. */
    void awaitErrorLine(Predicate<String> isIt) throws InterruptedException {
        await(errors, isIt);
    }

    private synchronized void await(List<String> from, Predicate<String> isIt) throws InterruptedException {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_WAIT_S);
        int looked = 0;
        while (true) {
            for (; looked < from.size(); looked++) {
                if (isIt.test(from.get(looked))) {
                    return;
                }
            }
            if (System.nanoTime() > untilNs || !process.isAlive()) {
                throw new IllegalStateException("the line did not come; errors: " + errors);
            }
            wait(100);
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    /** Waits for its end and that of its output. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(MOST_WAIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the client does not end; it said " + errors());
        }
        for (final Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
