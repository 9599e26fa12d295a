/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.subscription;

/** An event loop asks for a batch. Immutable. */
record BatchRequest(BatchKey key, LoopStreams loop) {}
