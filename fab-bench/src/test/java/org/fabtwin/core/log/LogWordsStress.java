/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * The hand-overs of the event log, each word of docs/ARCHITECTURE.md's table, through {@link LogMeta} itself and with the fences that
 * {@link EventLog} and {@link LogSource} put beside it. A record is two longs.
 */
final class LogWordsStress {
    private static final int SECOND = Long.BYTES;
    private static final long OLD = 1;
    private static final long NEW = 2;
    private static final EventLogConfig CONFIG =
            EventLogConfig.ringOnly().withSegmentBytes(1 << 16).withSegmentCount(2);

    private LogWordsStress() {}

    /** A ring's bytes, and its words. */
    abstract static class Ring {
        final LogMeta meta = LogMeta.inMemory(CONFIG);
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    }

    /** {@code tail}: writer to readers. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing is published yet.")
    @Outcome(
            id = "0, 2",
            expect = Expect.ACCEPTABLE,
            desc = "Written, and not published: the reader looks only because this test does.")
    @Outcome(id = "16, 2", expect = Expect.ACCEPTABLE, desc = "Published: the record is whole.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A record below the tail that is not there.")
    @State
    public static class Tail extends Ring {
        @Actor
        public void writer() {
            bytes.putLong(0, NEW);
            bytes.putLong(SECOND, NEW);
            meta.tailRelease(2 * Long.BYTES);
        }

        @Actor
        public void reader(JJ_Result result) {
            result.r1 = meta.tailAcquire();
            result.r2 = bytes.getLong(SECOND);
        }
    }

    /** {@code completeUpTo}: all up to a time lies below a tail that is read after it. */
    @JCStressTest
    @Outcome(id = "-9223372036854775808, 0", expect = Expect.ACCEPTABLE, desc = "Nothing yet.")
    @Outcome(id = "-9223372036854775808, 16", expect = Expect.ACCEPTABLE, desc = "The tail comes first.")
    @Outcome(id = "5, 16", expect = Expect.ACCEPTABLE, desc = "Complete, and below the tail.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Complete, but not below the tail.")
    @State
    public static class CompleteUpTo extends Ring {
        @Actor
        public void writer() {
            meta.tailRelease(2 * Long.BYTES);
            meta.completeUpToUsRelease(5);
        }

        @Actor
        public void reader(JJ_Result result) {
            result.r1 = meta.completeUpToUsAcquire();
            result.r2 = meta.tailAcquire();
        }
    }

    /** {@code horizon}: a reader's copy counts only if the writer had not announced that it would write there. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Copied before it was overwritten.")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "Thrown away: the horizon has come.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A torn or foreign record was taken for sound.")
    @State
    public static class Horizon extends Ring {
        public Horizon() {
            bytes.putLong(0, OLD);
            bytes.putLong(SECOND, OLD);
        }

        @Actor
        public void writer() {
            meta.horizonRelease(2 * Long.BYTES);
            // As EventLog.announce.
            VarHandle.storeStoreFence();
            bytes.putLong(0, NEW);
            bytes.putLong(SECOND, NEW);
        }

        @Actor
        public void reader(JJ_Result result) {
            long first = bytes.getLong(0);
            long second = bytes.getLong(SECOND);
            // As LogSource.copyFromRing.
            VarHandle.acquireFence();
            boolean isSound = meta.horizonAcquire() == 0;
            result.r1 = isSound ? first : -1;
            result.r2 = isSound ? second : -1;
        }
    }

    /** {@code preparedTo}: the helper's zeros never fall on the writer's record. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The writer had to wait: zeros.")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Prepared, then written.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A block with something else.")
    @State
    public static class PreparedTo extends Ring {
        private final HelperWords words = new HelperWords(0);
        private boolean wrote;

        public PreparedTo() {
            bytes.putLong(0, OLD);
        }

        @Actor
        public void helper() {
            bytes.putLong(0, 0);
            words.preparedRelease(2 * Long.BYTES);
        }

        @Actor
        public void writer() {
            if (words.preparedAcquire() > 0) {
                bytes.putLong(0, NEW);
                wrote = true;
            }
        }

        @Arbiter
        public void after(J_Result result) {
            long found = bytes.getLong(0);
            // What the writer wrote stays, and what it did not write is zero.
            result.r1 = found == (wrote ? NEW : 0) ? found : -1;
        }
    }

    /** {@code kept}: the writer overwrites only what the helper has copied. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The copy is what was there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Kept what the writer wrote over it.")
    @State
    public static class Kept extends Ring {
        public Kept() {
            bytes.putLong(0, OLD);
        }

        @Actor
        public void helper(J_Result result) {
            result.r1 = bytes.getLong(0);
            meta.keptRelease(2 * Long.BYTES);
        }

        @Actor
        public void writer() {
            if (meta.keptAcquire() > 0) {
                bytes.putLong(0, NEW);
            }
        }
    }

    /** {@code kept}, for readers: who sees the word finds the copy. */
    @JCStressTest
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "The reader came before the copy.")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The copy is there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Announced a copy that is not there.")
    @State
    public static class KeptCopy extends Ring {
        private long copy;

        @Actor
        public void helper() {
            copy = OLD;
            meta.keptRelease(2 * Long.BYTES);
        }

        @Actor
        public void reader(J_Result result) {
            result.r1 = meta.keptAcquire() > 0 ? copy : -1;
        }
    }

    /** {@code earliest}: the helper raises it before it deletes, so whoever finds a file gone finds the word raised. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Still there.")
    @Outcome(id = "0, 16", expect = Expect.ACCEPTABLE, desc = "About to go.")
    @Outcome(id = "1, 16", expect = Expect.ACCEPTABLE, desc = "Gone, and said so.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Gone without a word.")
    @State
    public static class Earliest extends Ring {
        private final AtomicLong deleted = new AtomicLong();

        @Actor
        public void helper() {
            meta.earliestRelease(2 * Long.BYTES);
            deleted.setRelease(1);
        }

        @Actor
        public void reader(JJ_Result result) {
            result.r1 = deleted.getAcquire();
            result.r2 = meta.earliestAcquire();
        }
    }
}
