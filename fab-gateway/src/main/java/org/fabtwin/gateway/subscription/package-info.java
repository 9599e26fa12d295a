/* SPDX-License-Identifier: Apache-2.0 */
/** One cursor in the log per subscriber; batches are encoded once for all who want the same. */
package org.fabtwin.gateway.subscription;
