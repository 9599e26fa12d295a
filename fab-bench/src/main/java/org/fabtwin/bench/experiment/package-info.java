/* SPDX-License-Identifier: Apache-2.0 */
/** Throughput of studies. */
package org.fabtwin.bench.experiment;
