/* SPDX-License-Identifier: Apache-2.0 */
/** What the gateway says about itself: OpenMetrics, readiness. */
package org.fabtwin.gateway.metrics;
