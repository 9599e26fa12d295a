/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.alternatives.calendar;

/** The structures that are measured and tested side by side. */
public enum CalendarStructure {
    CHOSEN {
        @Override
        public FutureEventList make(int expectedEvents) {
            return new ChosenCalendar(expectedEvents);
        }
    },
    TIMING_RING {
        @Override
        public FutureEventList make(int expectedEvents) {
            return new TimingRing(expectedEvents);
        }
    },
    TOURNAMENT_TREE {
        @Override
        public FutureEventList make(int expectedEvents) {
            return new TournamentTree(expectedEvents);
        }
    },
    QUATERNARY_HEAP {
        @Override
        public FutureEventList make(int expectedEvents) {
            return new QuaternaryHeap(expectedEvents);
        }
    },
    BRANCH_FREE_HEAP {
        @Override
        public FutureEventList make(int expectedEvents) {
            return new BranchFreeHeap(expectedEvents);
        }
    },
    PRIORITY_QUEUE {
        @Override
        public FutureEventList make(int expectedEvents) {
            return new ObjectQueue(expectedEvents);
        }
    };

    public abstract FutureEventList make(int expectedEvents);
}
