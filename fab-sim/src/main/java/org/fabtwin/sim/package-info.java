/* SPDX-License-Identifier: Apache-2.0 */
/** fab-sim. */
package org.fabtwin.sim;
