/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.latency;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.fabtwin.bench.load.GatewayLatency;
import org.fabtwin.core.log.EventLog;
import org.fabtwin.core.log.EventLogConfig;
import org.fabtwin.core.log.EventLogReader;

/**
 * Latency from the time of an event to the log (published), to a reader on another thread, to one in another process, and to a subscriber
 * of the gateway, at steady rates; each destination by itself, one after the other. Writer and reader of the log spin, so that on a machine
 * with two cores they have one each and everything else is in their way; writer, gateway and subscriber park.
 */
public final class LatencyRun {
    private static final int WARM_UP_PER_SECOND = 100_000;
    private static final double MOST_GATEWAY_WARM_UP_S = 6;
    private static final List<String> GATEWAY = List.of("websocket", "tcp");
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    private enum To {
        LOG,
        THREAD,
        PROCESS
    }

    private final int[] perSecond;
    private final double seconds;
    private final List<String> jvm;
    private final int warmUpEvents;
    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private final ArrayNode rows = JsonMapper.builder().build().createArrayNode();

    /**
     * @param perSecond rates.
     * @param seconds that each is measured.
     * @param jvm command of a JVM with the flags and the class path of this one.
     */
    public LatencyRun(int[] perSecond, double seconds, int warmUpEvents, List<String> jvm) {
        this.perSecond = perSecond.clone();
        this.seconds = seconds;
        this.warmUpEvents = warmUpEvents;
        this.jvm = List.copyOf(jvm);
    }

    /** Measures; remarks are told each result. */
    public void run(Consumer<String> remarks) throws IOException {
        for (final int rate : perSecond) {
            add("log", rate, measure(rate, To.LOG), remarks);
            add("thread", rate, measure(rate, To.THREAD), remarks);
            add("process", rate, measure(rate, To.PROCESS), remarks);
            for (final String protocol : GATEWAY) {
                add(protocol, rate, GatewayLatency.measure(protocol, rate, gatewayWarmUp(rate), seconds), remarks);
            }
        }
    }

    /** As many events as the others, within six seconds. */
    private double gatewayWarmUp(int rate) {
        return Math.min(MOST_GATEWAY_WARM_UP_S, (double) warmUpEvents / rate);
    }

    private Histogram measure(int rate, To to) throws IOException {
        final int events = (int) (rate * seconds);
        final Histogram published = LatencyReader.newHistogram();
        final Histogram measured;
        try (EventLog log = EventLog.create(EventLogConfig.ringOnly())) {
            final CompletableFuture<Histogram> read =
                    switch (to) {
                        case LOG -> CompletableFuture.completedFuture(published);
                        case THREAD -> startThread(EventLogReader.open(log.directory()), events);
                        case PROCESS -> startProcess(log.directory(), events);
                    };
            final PacedWriter writer = new PacedWriter(log);
            writer.write(warmUpEvents, WARM_UP_PER_SECOND, null);
            writer.write(events, rate, published);
            measured = read.join();
        }
        if (measured.getTotalCount() != events) {
            throw new IllegalStateException("measured " + measured.getTotalCount() + " of " + events + " events");
        }
        return measured;
    }

    private CompletableFuture<Histogram> startThread(EventLogReader reader, int events) {
        final CompletableFuture<Histogram> read = new CompletableFuture<>();
        final Thread thread = new Thread(
                () -> {
                    try (reader) {
                        read.complete(new LatencyReader(warmUpEvents, events).read(reader));
                    } catch (RuntimeException e) {
                        read.completeExceptionally(e);
                    }
                },
                "latency-reader");
        thread.start();
        return read;
    }

    private CompletableFuture<Histogram> startProcess(Path directory, int events) throws IOException {
        final List<String> command = new ArrayList<>(jvm);
        command.addAll(List.of(
                LatencyReader.class.getName(),
                directory.toString(),
                Integer.toString(warmUpEvents),
                Integer.toString(events)));
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        final BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        final String first = lines.readLine();
        if (!"ready".equals(first)) {
            throw new IOException("the reader's process said " + first);
        }
        return CompletableFuture.supplyAsync(() -> decoded(lines));
    }

    private static Histogram decoded(BufferedReader lines) {
        try (lines) {
            final byte[] bytes = Base64.getDecoder().decode(lines.readLine());
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (IOException | DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(String path, int rate, Histogram histogram, Consumer<String> remarks) {
        histograms.put(path + "-" + rate, histogram);
        final var row = rows.addObject().put("to", path).put("events/s", rate).put("events", histogram.getTotalCount());
        for (final double percentile : PERCENTILES) {
            row.put(name(percentile), histogram.getValueAtPercentile(percentile) / 1e3);
        }
        row.put("max us", histogram.getMaxValue() / 1e3);
        remarks.accept(row.toString());
    }

    private static String name(double percentile) {
        return "p" + (percentile == Math.rint(percentile) ? Integer.toString((int) percentile) : percentile) + " us";
    }

    /**
     * Writes PREFIX.json (a row for each path and rate), PREFIX.hlog (all histograms, tagged, nanoseconds) and PREFIX.svg.
     *
     * @param prefix path without ending.
     */
    public void write(Path prefix) throws IOException {
        JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        prefix.resolveSibling(prefix.getFileName() + ".json").toFile(), rows);
        try (PrintStream out = new PrintStream(
                new FileOutputStream(
                        prefix.resolveSibling(prefix.getFileName() + ".hlog").toFile()),
                false,
                StandardCharsets.UTF_8)) {
            final HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputLegend();
            histograms.forEach((tag, histogram) -> {
                histogram.setTag(tag);
                writer.outputIntervalHistogram(0, seconds, histogram, 1);
            });
        }
        LatencyPlot.write(prefix.resolveSibling(prefix.getFileName() + ".svg"), histograms);
    }

    /** Of each path and rate, nanoseconds; by "path-rate". */
    public Map<String, Histogram> histograms() {
        return histograms;
    }
}
