/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fabtwin.core.log.LogStoppedException;
import org.fabtwin.core.twin.Command;
import org.fabtwin.core.twin.CommandReceipt;
import org.fabtwin.sim.run.LineRun;
import org.fabtwin.sim.run.RunPlan;
import org.jctools.queues.MpscArrayQueue;

/**
 * A run that goes on at a pace, on a thread of its own, and that others talk to while it does: commands for the line, questions about
 * its state, changes of the pace. Everything that touches the line happens on its thread between two instants. All public methods
 * are for any thread.
 */
public final class LiveTwin implements AutoCloseable {
    /** Requests that may wait; more are refused. */
    private static final int MOST_REQUESTS = 4096;
    /** Between two looks at the clock, when nothing is due. */
    private static final long TICK_NS = 1_000_000;
    /** While the log has no room, or the line is paused. */
    private static final long PAUSE_NS = 20_000_000;
    /** Of each turn, for questions: the line goes on however many there are. The one that has begun is answered. */
    private static final long ANSWERS_NS = 1_000_000;
    /** A line that is further behind than this goes on from where it is instead of hurrying. */
    private static final long MOST_BEHIND_NS = 1_000_000_000;

    private final LineRun run;
    private final RunPlan plan;
    private final int epoch;
    private final Runnable onRecords;
    private final Consumer<String> remarks;
    private final MpscArrayQueue<Consumer<LineRun>> requests = new MpscArrayQueue<>(MOST_REQUESTS);
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Pace pace;
    private volatile boolean isStopped;
    private volatile boolean hasCommands;
    private volatile boolean isPaused;
    private volatile boolean isAtEnd;
    private volatile double speed;
    private volatile long nowUs;
    private volatile Throwable failure;

    private LiveTwin(LineRun run, RunPlan plan, double speed, Runnable onRecords, Consumer<String> remarks) {
        this.run = run;
        this.plan = plan;
        this.epoch = run.epoch();
        this.onRecords = onRecords;
        this.remarks = remarks;
        this.speed = speed;
        this.nowUs = run.nowUs();
        this.isPaused = run.isPaused();
        this.pace = new Pace(speed, run.nowUs(), System.nanoTime());
        this.thread = new Thread(this::live, "fab-twin");
    }

    /**
     * Opens or resumes a run and repeats what its log and its journal hold already, up to the simulated time that it had got to; on the
     * caller's thread, and as fast as it goes. The line begins to live with {@link #start}.
     *
     * @param speed simulated seconds a second; infinite: as fast as it goes.
     * @param onRecords called on the twin's thread after records were published.
     */
    public static LiveTwin open(
            RunPlan plan, long snapshotEveryBytes, double speed, Runnable onRecords, Consumer<String> remarks)
            throws IOException {
        final LineRun run = LineRun.start(plan, snapshotEveryBytes, remarks);
        run.fold();
        while (run.repeat()) {
            // Up to where it was.
        }
        return new LiveTwin(run, plan, speed, onRecords, remarks);
    }

    /** The folder of its log. */
    public Path directory() {
        return run.directory();
    }

    /** What it runs. */
    public RunPlan plan() {
        return plan;
    }

    /** Number of its log's life: it does not change while the line lives. */
    public int epoch() {
        return epoch;
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Simulated time. */
    public long nowUs() {
        return nowUs;
    }

    /** Simulated seconds a second. */
    public double speed() {
        return speed;
    }

    public boolean isPaused() {
        return isPaused;
    }

    /** Whether the run's end is reached. */
    public boolean isAtEnd() {
        return isAtEnd;
    }

    /** What ended it before its time; null. */
    public Throwable failure() {
        return failure;
    }

    /** Whether its thread runs, be it paused. Any thread. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Hands a command over.
     *
     * @return completed on the twin's thread when it has taken effect: continue elsewhere; fails with a RejectedExecutionException
     *     when the twin ends before.
     * @throws RejectedExecutionException when too many commands wait, or the twin has ended.
     */
    public CompletableFuture<CommandReceipt> offer(Command command) {
        if (isStopped || isAtEnd || !run.inbox().offer(command)) {
            throw new RejectedExecutionException(
                    isStopped || isAtEnd ? "the twin has ended" : "too many commands are waiting");
        }
        hasCommands = true;
        LockSupport.unpark(thread);
        return command.receipt();
    }

    /**
     * Asks about the line between two instants.
     *
     * @param question runs on the twin's thread: it copies what it needs, and keeps nothing of the run.
     */
    public <T> CompletableFuture<T> ask(Function<LineRun, T> question) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        request(its -> {
            try {
                answer.complete(question.apply(its));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Changes the pace. Wall time is no input of the line: this is no command and leaves no record. */
    public void setSpeed(double simulatedSecondsPerSecond) {
        if (!(simulatedSecondsPerSecond > 0)) {
            throw new IllegalArgumentException("a speed is more than 0: " + simulatedSecondsPerSecond);
        }
        request(its -> {
            pace.set(simulatedSecondsPerSecond, its.nowUs(), System.nanoTime());
            speed = simulatedSecondsPerSecond;
        });
    }

    private void request(Consumer<LineRun> request) {
        if (isStopped || !requests.offer(request)) {
            throw new RejectedExecutionException(isStopped ? "the twin has ended" : "too many requests are waiting");
        }
        LockSupport.unpark(thread);
    }

    private void live() {
        try {
            pace.set(speed, run.nowUs(), System.nanoTime());
            while (!isStopped) {
                turn();
            }
        } catch (LogStoppedException e) {
            failure = e;
            remarks.accept("the log can take no more: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            failure = e;
            remarks.accept("the twin has failed: " + e);
        } finally {
            isStopped = true;
            answerAllRequests();
            withdrawCommands();
            onRecords.run();
            ended.countDown();
        }
    }

    private void turn() {
        answerRequests();
        if (run.isLogPaused()) {
            waitForRequests(PAUSE_NS);
            return;
        }
        final long wallNs = System.nanoTime();
        if (run.isPaused()) {
            isPaused = true;
            waitForCommands();
            pace.set(speed, run.nowUs(), System.nanoTime());
            return;
        }
        isPaused = false;
        if (pace.isHopeless(run.nowUs(), wallNs, MOST_BEHIND_NS)) {
            pace.set(speed, run.nowUs(), wallNs);
        }
        final long dueUs = Math.max(run.nowUs(), pace.dueUs(wallNs));
        hasCommands = false;
        final boolean hasMore = run.advance(dueUs);
        nowUs = run.nowUs();
        onRecords.run();
        if (!hasMore) {
            if (dueUs >= plan.endUs()) {
                isAtEnd = true;
                withdrawCommands();
            }
            if (!hasCommands) {
                waitForRequests(isAtEnd ? PAUSE_NS : TICK_NS);
            }
        }
    }

    /** A paused line stands still; the next microsecond is for the commands that have come. */
    private void waitForCommands() {
        if (hasCommands) {
            hasCommands = false;
            run.advance(run.nowUs() + 1);
            nowUs = run.nowUs();
            onRecords.run();
        } else {
            waitForRequests(PAUSE_NS);
        }
    }

    private void waitForRequests(long mostNs) {
        if (requests.isEmpty()) {
            LockSupport.parkNanos(this, mostNs);
        }
    }

    private void answerRequests() {
        Consumer<LineRun> request = requests.poll();
        if (request == null) {
            return;
        }
        final long beganNs = System.nanoTime();
        request.accept(run);
        while (System.nanoTime() - beganNs < ANSWERS_NS) {
            request = requests.poll();
            if (request == null) {
                return;
            }
            request.accept(run);
        }
    }

    /** At the end: nobody can ask any more. */
    private void answerAllRequests() {
        for (Consumer<LineRun> request = requests.poll(); request != null; request = requests.poll()) {
            request.accept(run);
        }
    }

    /** Commands that can't take effect any more: whoever waits for them learns it. */
    private void withdrawCommands() {
        run.inbox().withdraw(command -> command.receipt()
                .completeExceptionally(new RejectedExecutionException("the twin has ended")));
    }

    /** Waits until the run has ended by itself or by {@link #close}; false when the time is over. */
    public boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
        return ended.await(timeout, unit);
    }

    /** Ends the run between two instants; the log can still be read as before. */
    public void stop() {
        isStopped = true;
        LockSupport.unpark(thread);
        if (thread.isAlive()) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the run, if it has not been stopped, and its log in order. */
    @Override
    public void close() {
        stop();
        run.keepLog();
        run.close();
    }
}
