/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.LogHeaderDecoder;
import org.fabtwin.core.event.LogHeaderEncoder;
import org.fabtwin.core.event.MessageHeaderDecoder;
import org.fabtwin.core.event.MessageHeaderEncoder;
import org.fabtwin.core.event.RunInfoDecoder;
import org.fabtwin.core.event.RunInfoEncoder;

/**
 * A log's first two records: who wrote it (RunInfo, outside the hash), and what it is about (LogHeader).
 *
 * @param epoch of the log.
 * @param startUs simulated time at which the log starts.
 * @param wallTimeMs when it was started, milliseconds since 1970-01-01 UTC.
 * @param runId name of the run.
 * @param codeVersion version of the program.
 * @param startedFrom hash of the snapshot that the run started from; empty for a cold start.
 * @param seed of the run.
 * @param replication of the run.
 * @param eventDetail finest events that the log holds.
 * @param scenarioName name of the scenario.
 * @param line the compiled line (names, capacities) as JSON.
 * @param scenario the scenario as written, with what was changed on the command line.
 */
public record LogMetadata(
        int epoch,
        long startUs,
        long wallTimeMs,
        String runId,
        String codeVersion,
        String startedFrom,
        long seed,
        int replication,
        EventDetail eventDetail,
        String scenarioName,
        String line,
        String scenario) {

    /** Writes the two records to a log that is empty, and beside it, where they outlive the oldest kept file. */
    public void writeTo(EventLog log) {
        if (log.position() != 0) {
            throw new IllegalStateException("the header comes first, not at position " + log.position());
        }
        writeRunInfo(log);
        writeHeader(log);
        if (!log.isRegenerating()) {
            log.saveHeader(log.position());
        }
        log.publish();
    }

    private void writeRunInfo(EventLog log) {
        int frame = start(log, LogFormat.RUN_INFO_FRAME, RunInfoEncoder.BLOCK_LENGTH, RunInfoEncoder.TEMPLATE_ID);
        RunInfoEncoder info = new RunInfoEncoder().wrap(log.buffer(), frame + RecordHandler.BLOCK_OFFSET);
        int room = LogFormat.RUN_INFO_FRAME
                - RecordHandler.BLOCK_OFFSET
                - RunInfoEncoder.BLOCK_LENGTH
                - 3 * RunInfoEncoder.runIdHeaderLength();
        int needed = utf8(runId).length + utf8(codeVersion).length + utf8(startedFrom).length;
        if (needed > room) {
            throw new IllegalArgumentException(
                    "run id, code version and snapshot have " + needed + " bytes of " + room);
        }
        info.epoch(epoch).timeUs(startUs).wallTimeMs(wallTimeMs);
        info.runId(runId).codeVersion(codeVersion).startedFrom(startedFrom);
        log.commitUnhashed(LogFormat.RUN_INFO_FRAME);
    }

    private void writeHeader(EventLog log) {
        byte[][] texts = {utf8(scenarioName), utf8(line), utf8(scenario)};
        long bytes = LogHeaderEncoder.BLOCK_LENGTH;
        for (byte[] text : texts) {
            bytes += LogHeaderEncoder.lineHeaderLength() + text.length;
        }
        int longest = log.segmentBytes() - LogFormat.RUN_INFO_FRAME - RecordHandler.BLOCK_OFFSET - LogFormat.ALIGNMENT;
        if (bytes > longest) {
            throw new IllegalArgumentException("the line and the scenario have " + bytes + " bytes of " + longest);
        }
        int length = LogFormat.frameLength((int) bytes);
        int frame = start(log, length, LogHeaderEncoder.BLOCK_LENGTH, LogHeaderEncoder.TEMPLATE_ID);
        LogHeaderEncoder header = new LogHeaderEncoder().wrap(log.buffer(), frame + RecordHandler.BLOCK_OFFSET);
        header.replication(replication).timeUs(startUs).seed(seed).eventDetail(eventDetail);
        header.putScenarioName(texts[0], 0, texts[0].length);
        header.putLine(texts[1], 0, texts[1].length);
        header.putScenario(texts[2], 0, texts[2].length);
        log.commit(length);
    }

    private static int start(EventLog log, int length, int blockLength, int templateId) {
        int frame = log.claim(length);
        log.buffer().setMemory(frame, length, (byte) 0);
        log.buffer().putInt(frame, length);
        new MessageHeaderEncoder()
                .wrap(log.buffer(), frame + RecordHandler.HEADER_OFFSET)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(LogHeaderEncoder.SCHEMA_ID)
                .version(LogHeaderEncoder.SCHEMA_VERSION);
        return frame;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Hands out the header's record as it was written beside the log: for a reader of a log whose first file is gone.
     *
     * @throws IOException if there is none.
     */
    public static void deliverHeader(Path directory, RecordHandler handler) throws IOException {
        UnsafeBuffer buffer = readFrames(directory);
        int length = LogFormat.frameLength(buffer, LogFormat.RUN_INFO_FRAME);
        handler.onRecord(
                buffer, LogFormat.RUN_INFO_FRAME, length, LogHeaderDecoder.TEMPLATE_ID, LogFormat.RUN_INFO_FRAME);
    }

    /**
     * Reads the header of the log in a directory.
     *
     * @throws IOException if there is none.
     */
    public static LogMetadata read(Path directory) throws IOException {
        UnsafeBuffer buffer = readFrames(directory);
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        RunInfoDecoder info = new RunInfoDecoder().wrapAndApplyHeader(buffer, RecordHandler.HEADER_OFFSET, header);
        int epoch = info.epoch();
        long wallTimeMs = info.wallTimeMs();
        String runId = info.runId();
        String codeVersion = info.codeVersion();
        String startedFrom = info.startedFrom();
        LogHeaderDecoder log = new LogHeaderDecoder()
                .wrapAndApplyHeader(buffer, LogFormat.RUN_INFO_FRAME + RecordHandler.HEADER_OFFSET, header);
        return new LogMetadata(
                epoch,
                log.timeUs(),
                wallTimeMs,
                runId,
                codeVersion,
                startedFrom,
                log.seed(),
                log.replication(),
                log.eventDetail(),
                log.scenarioName(),
                log.line(),
                log.scenario());
    }

    private static UnsafeBuffer readFrames(Path directory) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(LogFormat.HEADER));
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        if (bytes.length < LogFormat.RUN_INFO_FRAME
                || LogFormat.frameLength(buffer, 0) != LogFormat.RUN_INFO_FRAME
                || bytes.length < LogFormat.RUN_INFO_FRAME + Integer.BYTES
                || LogFormat.frameLength(buffer, LogFormat.RUN_INFO_FRAME) != bytes.length - LogFormat.RUN_INFO_FRAME) {
            throw new IOException(directory.resolve(LogFormat.HEADER) + " is no header of a log");
        }
        return buffer;
    }
}
