/* SPDX-License-Identifier: Apache-2.0 */
/** The raw TCP stream. */
package org.fabtwin.gateway.tcp;
