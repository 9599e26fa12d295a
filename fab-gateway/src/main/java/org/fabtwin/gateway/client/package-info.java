/* SPDX-License-Identifier: Apache-2.0 */
/** The other end: subscribes to a gateway and goes on after breaks. */
package org.fabtwin.gateway.client;
