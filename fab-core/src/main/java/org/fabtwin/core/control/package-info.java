/* SPDX-License-Identifier: Apache-2.0 */
/** What results do to the recipes of later wafers, and what watches them; it sees results alone, never the process. */
package org.fabtwin.core.control;
