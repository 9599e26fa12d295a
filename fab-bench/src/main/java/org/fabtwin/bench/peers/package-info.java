/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The same work on other simulation libraries, in the same run: SSJ with each of its event lists, and {@code java.util.PriorityQueue} of event
 * objects. Each is written as the library's own examples are.
 */
package org.fabtwin.bench.peers;
