/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.fabtwin.gateway.wire.EventBatch;
import org.fabtwin.sim.event.HeaderLine;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * Follows the log for all subscribers. Event loops ask its one thread for batches; equal requests are answered with one batch,
 * encoded once. What lies in files, and what a filter passes little of, is read by a few threads of their own. Streams at the log's
 * end are woken on their loops and read the few new records themselves ({@link LiveEnd}). It parks when there is nothing to
 * do, until {@link #wake}.
 *
 * <p>{@link #ask}, {@link #wake}, {@link #tail} and {@link #earliest} are for any thread.
 */
public final class LogTailer implements AutoCloseable {
    private static final int COLD_READERS = 2;
    private static final long CACHE_BYTES = 16L << 20;
    private static final long MOST_PRODUCT_BYTES = 1 << 20;
    private static final long PARK_NS = 50_000_000;
    /** Writing to a subscriber costs about so much: with many, batches are gathered for a while. */
    private static final long GATHER_NS_PER_SUBSCRIBER = 4_000;

    private static final long MOST_GATHER_NS = 500_000;
    /** Of the log, for a batch that nothing passes into: whoever wants few events does not hold up the others. */
    private static final long MOST_SCANNED_BYTES = 512 << 10;

    private static final long MOST_SCANNED_COLD_BYTES = 4 << 20;

    private final Path directory;
    private final HeaderLine line;
    private final LogProducts products;
    private final BatchSource source;
    private final MpscUnboundedArrayQueue<Object> inbox = new MpscUnboundedArrayQueue<>(1024);
    private final Map<BatchKey, List<LoopStreams>> waiting = new LinkedHashMap<>();
    private final Map<BatchKey, List<LoopStreams>> reading = new HashMap<>();
    private final BatchCache cache = new BatchCache(CACHE_BYTES);
    private final SparseFeeds sparse = new SparseFeeds();
    private final Map<Reader, LongAdder> reads = new EnumMap<>(Reader.class);
    private final ExecutorService coldReaders =
            Executors.newFixedThreadPool(COLD_READERS, new DefaultThreadFactory("fab-cold", true));
    private final ThreadLocal<BatchSource> coldSource = ThreadLocal.withInitial(this::openColdSource);
    /** Of all threads but its own; closed with it. */
    private final List<BatchSource> sources = new ArrayList<>();

    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Sleepers sleepers;
    private volatile boolean isStopped;
    private volatile Throwable failure;
    private volatile int subscribers;
    private long lastPassNs;
    private boolean isBehind;
    private BatchKey expected;

    /** Who reads a batch from the log. */
    public enum Reader {
        /** An event loop: the few new records at the end. */
        LOOP,
        /** The tailer's thread. */
        TAILER,
        /** A thread for files, and for whoever is behind and wants little. */
        COLD
    }

    /** The answer of a cold reader. */
    private record ColdAnswer(BatchKey key, BatchResult result) {}

    /** Nobody of a loop wants a batch any more. */
    private record Withdrawal(BatchKey key, LoopStreams loop) {}

    /** @throws IOException if there is no log. */
    public LogTailer(Path directory, HeaderLine line) throws IOException {
        this.directory = directory;
        this.line = line;
        this.products = new LogProducts(directory, line);
        this.source = new BatchSource(directory, line, products, MOST_SCANNED_BYTES);
        for (final Reader reader : Reader.values()) {
            reads.put(reader, new LongAdder());
        }
        this.thread = new Thread(this::run, "fab-tailer");
        this.thread.setDaemon(true);
        this.sleepers = new Sleepers(() -> LockSupport.unpark(thread));
    }

    /** Begins to follow the log. */
    public void start() {
        thread.start();
    }

    /** What ended its thread before its time; null. */
    public Throwable failure() {
        return failure;
    }

    /** Whether its thread runs. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    private BatchSource openColdSource() {
        return openSource(MOST_SCANNED_COLD_BYTES);
    }

    private BatchSource openSource(long mostScannedBytes) {
        try {
            final BatchSource opened = new BatchSource(directory, line, products, mostScannedBytes);
            synchronized (sources) {
                sources.add(opened);
            }
            return opened;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The log's epoch. */
    public int epoch() {
        return source.reader().epoch();
    }

    /** Published end of the log. */
    public long tail() {
        return source.reader().tail();
    }

    /** Lowest position that is still there. */
    public long earliest() {
        return source.reader().earliest();
    }

    /** Number of subscribers, from which follows how long small batches are gathered. */
    void subscribers(int count) {
        subscribers = count;
    }

    /** Batches that were read so far. */
    public long reads(Reader reader) {
        return reads.get(reader).sum();
    }

    void count(Reader reader) {
        reads.get(reader).increment();
    }

    /** For how long small batches are gathered. */
    long gatherNs() {
        return Math.min(MOST_GATHER_NS, subscribers * GATHER_NS_PER_SUBSCRIBER);
    }

    /** The log's end for the streams of one loop: from now on it is woken with the log. */
    LiveEnd openEnd(Executor loop, Runnable look) {
        final LoopSleep sleep = new LoopSleep(loop, look);
        final LiveEnd opened = new LiveEnd(this, openSource(MOST_SCANNED_BYTES), sleep);
        sleepers.add(sleep);
        return opened;
    }

    /** Asks for a batch; the answer goes to the loop. */
    void ask(BatchRequest request) {
        tell(request);
    }

    /** Takes a request back, if it still waits. */
    void withdraw(BatchRequest request) {
        tell(new Withdrawal(request.key(), request.loop()));
    }

    private void tell(Object message) {
        inbox.offer(message);
        sleepers.wakeThread();
    }

    /** Finds the first record at or after a simulated time. */
    CompletableFuture<Long> seek(long timeUs) {
        return CompletableFuture.supplyAsync(
                () -> {
                    final BatchSource cold = coldSource.get();
                    cold.reader().seekToTime(timeUs);
                    return cold.reader().position();
                },
                coldReaders);
    }

    /** There may be more in the log. Costs the caller a fence and a load for each thread that reads when all are awake, or want nothing. */
    public void wake() {
        sleepers.wake();
    }

    private void run() {
        try {
            while (!isStopped) {
                isBehind = false;
                if (!pass()) {
                    park();
                } else if (isBehind) {
                    readAhead();
                } else {
                    gather();
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            cache.close();
            ended.countDown();
        }
    }

    /** Whoever is behind will ask for the next batch: it is encoded while the loop still writes the last one. */
    private void readAhead() {
        final BatchKey key = expected;
        expected = null;
        final long tail = tail();
        if (key == null || !inbox.isEmpty() || cache.get(key) != null || !isForTailer(key, tail)) {
            return;
        }
        // Only what will be the same for everybody who asks.
        if (tail - key.position() < BatchSource.GRID_BYTES) {
            return;
        }
        count(Reader.TAILER);
        if (!(source.read(key, tail) instanceof BatchResult.Events read)) {
            return;
        }
        sparse.note(key.feed(), read.batch());
        if (read.batch().events() > 0) {
            cache.put(key, read.batch());
        } else {
            read.batch().bytes().release();
        }
    }

    private void expectNext(Feed feed, EventBatch batch) {
        if (!batch.isAtTail()) {
            isBehind = true;
            expected = BatchKey.next(feed, batch.to());
        }
    }

    /** Small batches for many subscribers cost more than they bring: at most so many passes a second. */
    private void gather() {
        final long restNs = lastPassNs + gatherNs() - System.nanoTime();
        if (restNs > LoopStreams.SHORTEST_REST_NS && inbox.isEmpty()) {
            LockSupport.parkNanos(restNs);
        }
        lastPassNs = System.nanoTime();
    }

    private void park() {
        sleepers.lieDown(!waiting.isEmpty());
        if (inbox.isEmpty() && !isStopped && (waiting.isEmpty() || tail() <= lowestWaiting())) {
            LockSupport.parkNanos(PARK_NS);
        }
        sleepers.getUp();
    }

    private long lowestWaiting() {
        long lowest = Long.MAX_VALUE;
        for (final BatchKey key : waiting.keySet()) {
            lowest = Math.min(lowest, key.position());
        }
        return lowest;
    }

    /** Answers what can be answered now; false when there was nothing. */
    private boolean pass() {
        boolean hasWorked = false;
        final long tail = tail();
        Object message = inbox.poll();
        while (message != null) {
            hasWorked = true;
            if (message instanceof BatchRequest request) {
                take(request, tail);
            } else if (message instanceof Withdrawal withdrawal) {
                withdraw(withdrawal);
            } else if (message instanceof ColdAnswer answer) {
                answer(answer.key(), reading.remove(answer.key()), answer.result());
            }
            message = inbox.poll();
        }
        return answerWaiting(tail) || hasWorked;
    }

    private void withdraw(Withdrawal withdrawal) {
        final List<LoopStreams> loops = waiting.get(withdrawal.key());
        if (loops != null && loops.remove(withdrawal.loop()) && loops.isEmpty()) {
            waiting.remove(withdrawal.key());
        }
    }

    private void take(BatchRequest request, long tail) {
        final BatchKey key = request.key();
        final List<LoopStreams> sameBatch = reading.get(key);
        if (sameBatch != null) {
            sameBatch.add(request.loop());
            return;
        }
        final EventBatch cached = cache.get(key);
        if (cached != null) {
            expectNext(key.feed(), cached);
            cached.bytes().retain();
            request.loop().deliver(key, new BatchResult.Events(cached));
            return;
        }
        waiting.computeIfAbsent(key, k -> new ArrayList<>(2)).add(request.loop());
        if (key.position() >= tail) {
            request.loop().deliver(key, new BatchResult.AtTail());
        }
    }

    private boolean answerWaiting(long tail) {
        boolean hasWorked = false;
        final Iterator<Map.Entry<BatchKey, List<LoopStreams>>> entries =
                waiting.entrySet().iterator();
        while (entries.hasNext()) {
            final Map.Entry<BatchKey, List<LoopStreams>> entry = entries.next();
            final BatchKey key = entry.getKey();
            if (key.position() < tail) {
                hasWorked = true;
                entries.remove();
                if (isForTailer(key, tail)) {
                    count(Reader.TAILER);
                    answer(key, entry.getValue(), source.read(key, tail));
                } else {
                    reading.put(key, entry.getValue());
                    coldReaders.execute(() -> readCold(key));
                }
            }
        }
        return hasWorked;
    }

    private boolean isForTailer(BatchKey key, long tail) {
        return source.reader().isInRing(key.position())
                && !isFarFromProducts(key, tail)
                && !sparse.isLaborious(key, tail);
    }

    /** What a filter by product has to know first lies further back than the tailer should read for one feed. */
    private boolean isFarFromProducts(BatchKey key, long tail) {
        return bytesToProducts(key, tail) > MOST_PRODUCT_BYTES;
    }

    /** Log bytes that have to be read before a batch, for what its filter by product has to know. */
    long bytesToProducts(BatchKey key, long tail) {
        return key.feed().needsProducts() ? Math.max(0, tail - products.position()) : 0;
    }

    private void readCold(BatchKey key) {
        count(Reader.COLD);
        BatchResult result;
        try {
            result = coldSource.get().read(key, tail());
        } catch (RuntimeException | Error e) {
            result = new BatchResult.Refused("the log can't be read: " + e);
        }
        tell(new ColdAnswer(key, result));
    }

    private void answer(BatchKey key, List<LoopStreams> loops, BatchResult result) {
        if (result instanceof BatchResult.Events events) {
            final EventBatch batch = events.batch();
            sparse.note(key.feed(), batch);
            expectNext(key.feed(), batch);
            if (batch.events() > 0) {
                cache.put(key, batch);
                batch.bytes().retain(loops.size());
            } else if (loops.size() > 1) {
                // Each loop releases one; the caller's own is the first.
                batch.bytes().retain(loops.size() - 1);
            }
        }
        for (final LoopStreams loop : loops) {
            loop.deliver(key, result);
        }
    }

    /** Ends the threads; requests that wait are dropped. */
    @Override
    public void close() {
        isStopped = true;
        LockSupport.unpark(thread);
        coldReaders.shutdown();
        // The one reading that may be long.
        products.close();
        boolean isQuiet = false;
        try {
            // Not started, it has no end to wait for.
            isQuiet = (thread.getState() == Thread.State.NEW || ended.await(5, TimeUnit.SECONDS))
                    && coldReaders.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Else they are left to the process's end: to unmap what somebody reads ends it at once.
        if (isQuiet) {
            source.close();
            synchronized (sources) {
                sources.forEach(BatchSource::close);
            }
        }
    }
}
