/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that writes a log, or reads one. */
final class ChildProcess {
    private static final int SEGMENT_BYTES = 256 << 10;
    private static final long SAY_EVERY = 2000;

    private ChildProcess() {}

    static EventLogConfig config(Path directory) {
        return EventLogConfig.keptIn(directory)
                .withSegmentBytes(SEGMENT_BYTES)
                .withSegmentCount(4)
                .withDurability(Durability.NONE);
    }

    static Process start(Path directory, String task, long records) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .toList());
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ChildProcess.class.getName(), directory.toString(), task, Long.toString(records)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** {@code write}: starts or goes on with the stream, and says after each batch what is committed. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        long records = Long.parseLong(arguments[2]);
        if (arguments[1].equals("write")) {
            write(directory, records);
        } else {
            read(directory, records);
        }
    }

    private static void write(Path directory, long records) throws IOException {
        long n = 0;
        EventLog log;
        if (LogMeta.isIn(directory)) {
            LogRecovery recovery = LogRecovery.open(directory);
            n = countRecords(directory);
            log = EventLog.resume(config(directory), recovery);
        } else {
            log = EventLog.create(config(directory));
        }
        EventWriter writer = new EventWriter(log);
        while (n < records) {
            long until = Math.min(records, n - n % SAY_EVERY + SAY_EVERY);
            TestStream.write(log, writer, n, until);
            n = until;
            log.publish(TestStream.timeUs(n));
            System.out.println(n + " " + log.position());
        }
        log.close();
    }

    static long countRecords(Path directory) throws IOException {
        long[] count = new long[1];
        try (EventLogReader reader = EventLogReader.open(directory)) {
            while (reader.poll((buffer, offset, length, template, position) -> count[0]++, 10_000) > 0) {
                Thread.onSpinWait();
            }
        }
        return count[0];
    }

    private static void read(Path directory, long records) throws IOException {
        try (EventLogReader reader = EventLogReader.open(directory);
                TestStream.Checker checker = new TestStream.Checker(0)) {
            System.out.println("ready");
            while (checker.next < records) {
                if (reader.poll(checker, 1000) < 0) {
                    throw new IllegalStateException("lost " + reader.lostFrom() + ".." + reader.lostTo());
                }
                Thread.onSpinWait();
            }
            System.out.println("read " + checker.next + " up to " + reader.position());
        }
    }
}
