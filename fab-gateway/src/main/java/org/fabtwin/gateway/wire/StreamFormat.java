/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.wire;

/** How events are written on a stream. */
public enum StreamFormat {
    /** Frames of stream.xml around the log's own records: {@code fab.sbe.v1} and raw TCP. */
    SBE,
    /** One CloudEvents object a line: NDJSON, and {@code fab.json.v1}, whose messages are such lines. */
    JSON,
    /** Server-Sent Events: the same object as data, its {@code epoch:position} as id. */
    SSE
}
