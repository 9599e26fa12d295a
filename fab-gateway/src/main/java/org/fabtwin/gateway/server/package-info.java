/* SPDX-License-Identifier: Apache-2.0 */
/** What is listened on, and by which threads; ties everything together. */
package org.fabtwin.gateway.server;
