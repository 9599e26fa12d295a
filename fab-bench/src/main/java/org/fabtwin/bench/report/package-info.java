/* SPDX-License-Identifier: Apache-2.0 */
/** docs/PERFORMANCE.md: tables and plots made of the raw files in fab-bench/results. */
package org.fabtwin.bench.report;
