/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.event.CommandKind;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Threads hand in commands, the twin takes them: none is lost, none comes twice, and each is whole. */
final class CommandInboxStress {
    private CommandInboxStress() {}

    /** An inbox, and what the twin took of it. */
    abstract static class Inbox {
        final CommandInbox inbox = new CommandInbox();
        private int taken;

        final int offer(int tool) {
            return inbox.offer(Command.toolDown(tool)) ? 1 : 0;
        }

        /** Takes all; the sum of the commands' tools so far. */
        final int take() {
            inbox.nextUs(0, 10, 10);
            for (Command command = inbox.take(10); command != null; command = inbox.take(10)) {
                boolean isWhole = command.kind() == CommandKind.TOOL_DOWN && command.receipt() != null;
                taken += isWhole ? command.subject() : 100;
            }
            return taken;
        }
    }

    /** Two threads at once. */
    @JCStressTest
    @Outcome(id = "1, 1, 3", expect = Expect.ACCEPTABLE, desc = "Both were accepted and taken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or torn.")
    @State
    public static class TwoOffers extends Inbox {
        @Actor
        public void first(III_Result result) {
            result.r1 = offer(1);
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = offer(2);
        }

        @Arbiter
        public void after(III_Result result) {
            result.r3 = take();
        }
    }

    /** While the twin looks. */
    @JCStressTest
    @Outcome(id = "0, 3", expect = Expect.ACCEPTABLE, desc = "Taken later.")
    @Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "The first now, the second later.")
    @Outcome(id = "3, 3", expect = Expect.ACCEPTABLE, desc = "Both now.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled, torn, or the second before the first.")
    @State
    public static class OfferAndTake extends Inbox {
        @Actor
        public void sender() {
            offer(1);
            offer(2);
        }

        @Actor
        public void twin(II_Result result) {
            result.r1 = take();
        }

        @Arbiter
        public void after(II_Result result) {
            result.r2 = take();
        }
    }
}
