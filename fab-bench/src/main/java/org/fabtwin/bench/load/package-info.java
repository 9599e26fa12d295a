/* SPDX-License-Identifier: Apache-2.0 */
/** Load on the gateway, and the same load on other brokers, from other processes. */
package org.fabtwin.bench.load;
