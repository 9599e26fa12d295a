/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.log;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What the log's writer wishes and its helper answers ({@link HelperWords}); {@code preparedTo} is {@link LogWordsStress}'s. */
final class HelperWordsStress {
    private static final long END = 16;
    private static final EventLogConfig CONFIG =
            EventLogConfig.ringOnly().withSegmentBytes(1 << 16).withSegmentCount(2);

    private HelperWordsStress() {}

    /** A wish comes after the records that are to be kept. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing yet.")
    @Outcome(id = "0, 16", expect = Expect.ACCEPTABLE, desc = "Published, and not wished yet.")
    @Outcome(id = "1, 16", expect = Expect.ACCEPTABLE, desc = "Wished: the helper sees what it has to keep.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Wished, but not there.")
    @State
    public static class Wish {
        private final LogMeta meta = LogMeta.inMemory(CONFIG);
        private final HelperWords words = new HelperWords(0);

        @Actor
        public void writer() {
            meta.tailRelease(END);
            words.wish(END);
        }

        @Actor
        public void helper(IJ_Result result) {
            result.r1 = words.isWished(0) ? 1 : 0;
            result.r2 = meta.tailAcquire();
        }
    }

    /** A helper that had no room before, and has none for the wish. */
    abstract static class NoRoom {
        final HelperWords words = new HelperWords(0);
        private boolean hasAnswered;

        final void wish() {
            words.wish(END);
        }

        final void answer(boolean isPause) {
            if (words.isWished(0)) {
                if (isPause) {
                    words.pause();
                } else {
                    words.stick();
                }
                hasAnswered = true;
            }
        }

        final void after(II_Result result) {
            result.r1 = hasAnswered ? 1 : 0;
            result.r2 = words.isInVain() ? 1 : 0;
        }
    }

    /** {@code paused}: the old answer goes with the wish, the new one stays. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Not seen yet: one more try.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Answered: there is still no room.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The answer was lost, or the writer gave up before the helper tried.")
    @State
    public static class Paused extends NoRoom {
        public Paused() {
            words.pause();
        }

        @Actor
        public void writer() {
            wish();
        }

        @Actor
        public void helper() {
            answer(true);
        }

        @Arbiter
        public void arbiter(II_Result result) {
            after(result);
        }
    }

    /** {@code stuck}: the same. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Not seen yet: one more try.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Answered: there is still no room.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The answer was lost, or the writer gave up before the helper tried.")
    @State
    public static class Stuck extends NoRoom {
        public Stuck() {
            words.stick();
        }

        @Actor
        public void writer() {
            wish();
        }

        @Actor
        public void helper() {
            answer(false);
        }

        @Arbiter
        public void arbiter(II_Result result) {
            after(result);
        }
    }

    /** {@code failure}: whoever sees it sees what it says. */
    @JCStressTest
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Not yet.")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Failed, and says why.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Failed without a word.")
    @State
    public static class Failure {
        private final HelperWords words = new HelperWords(0);

        @Actor
        public void helper() {
            words.fail(new LogStoppedException("no room", null));
        }

        @Actor
        public void writer(I_Result result) {
            LogStoppedException failure = words.failure();
            if (failure == null) {
                result.r1 = -1;
            } else {
                result.r1 = failure.getMessage() == null ? 0 : 1;
            }
        }
    }

    /** {@code closing}: the last wish comes before it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing yet.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The wish first.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Closing, and the wish is there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Ends, and has not heard the last wish.")
    @State
    public static class Closing {
        private final HelperWords words = new HelperWords(0);

        @Actor
        public void writer() {
            words.wish(END);
            words.close();
        }

        @Actor
        public void helper(II_Result result) {
            result.r1 = words.isClosing() ? 1 : 0;
            result.r2 = words.isWished(0) ? 1 : 0;
        }
    }
}
