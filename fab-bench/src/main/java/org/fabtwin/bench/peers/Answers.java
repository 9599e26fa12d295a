/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

/** What the models must find. */
final class Answers {
    private Answers() {}

    /** Mean wait of M/M/c with services of one minute, minutes (Erlang C). */
    static double erlangWait(int servers, double load) {
        double offered = servers * load;
        double blocking = 1;
        for (int server = 1; server <= servers; server++) {
            blocking = offered * blocking / (server + offered * blocking);
        }
        double waiting = blocking / (1 - load * (1 - blocking));
        return waiting / (servers * (1 - load));
    }

    static double near(Library library, double found, double expected, double tolerance) {
        if (!(Math.abs(found / expected - 1) <= tolerance)) {
            throw new IllegalStateException(library + " finds " + found + " instead of " + expected);
        }
        return found;
    }

    static void same(double found, double expected) {
        if (found != expected) {
            throw new IllegalStateException("the same draws give " + found + " and " + expected);
        }
    }
}
