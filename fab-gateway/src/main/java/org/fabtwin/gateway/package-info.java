/* SPDX-License-Identifier: Apache-2.0 */
/** fab-gateway. */
package org.fabtwin.gateway;
