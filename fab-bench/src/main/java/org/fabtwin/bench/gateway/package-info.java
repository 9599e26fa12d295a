/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks of the gateway's own work, without a network; {@code fab load} has the network. */
package org.fabtwin.bench.gateway;
