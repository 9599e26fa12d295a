/* SPDX-License-Identifier: Apache-2.0 */
/** Imports the SMT2020 testbed's models from their text tables; docs/SMT2020.md says how each rule is read. */
package org.fabtwin.sim.smt2020;
