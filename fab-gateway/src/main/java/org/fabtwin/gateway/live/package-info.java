/* SPDX-License-Identifier: Apache-2.0 */
/** The twin that runs at a pace. */
package org.fabtwin.gateway.live;
