/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where the process meets its control: what sensors and measurements see of a wafer, and the offsets that wafers get. The only
 * package that sees both sides, so that no controller, chart or prediction can use what nobody has measured.
 */
package org.fabtwin.core.metrology;
