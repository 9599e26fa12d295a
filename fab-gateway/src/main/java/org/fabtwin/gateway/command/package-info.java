/* SPDX-License-Identifier: Apache-2.0 */
/** Commands from outside: read, offered to the twin once, answered. */
package org.fabtwin.gateway.command;
