/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import umontreal.ssj.simevents.eventlist.BinaryTree;
import umontreal.ssj.simevents.eventlist.EventList;
import umontreal.ssj.simevents.eventlist.Henriksen;
import umontreal.ssj.simevents.eventlist.RedblackTree;
import umontreal.ssj.simevents.eventlist.SplayTree;

/** What a model runs on. */
public enum Library {
    /** The twin's calendar with a model written by hand: the event core alone. */
    EVENT_CALENDAR,
    /** The whole twin: compiled line, dispatching, event log with its hash, figures read from the log. */
    TWIN,
    /** Event objects in a {@link java.util.PriorityQueue}. */
    PRIORITY_QUEUE,
    /** SSJ's default event list. */
    SSJ_SPLAY_TREE,
    /** SSJ's fastest list in its hold model. */
    SSJ_HENRIKSEN,
    SSJ_RED_BLACK_TREE,
    SSJ_BINARY_TREE;

    /** An empty event list; SSJ's libraries only. */
    EventList eventList() {
        switch (this) {
            case SSJ_SPLAY_TREE:
                return new SplayTree();
            case SSJ_HENRIKSEN:
                return new Henriksen();
            case SSJ_RED_BLACK_TREE:
                return new RedblackTree();
            case SSJ_BINARY_TREE:
                return new BinaryTree();
            default:
                throw new IllegalArgumentException(this + " has no event list of SSJ");
        }
    }
}
