/* SPDX-License-Identifier: Apache-2.0 */
/** The latest state instead of each change, for screens. */
package org.fabtwin.gateway.conflation;
