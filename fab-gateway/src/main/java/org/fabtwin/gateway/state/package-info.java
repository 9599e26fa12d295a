/* SPDX-License-Identifier: Apache-2.0 */
/** The line's state over HTTP: questions that the twin's thread answers between two instants. */
package org.fabtwin.gateway.state;
