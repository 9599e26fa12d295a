/* SPDX-License-Identifier: Apache-2.0 */
/** Scenario files in, line definitions out: docs/SCENARIO.md is the language. */
package org.fabtwin.sim.scenario;
