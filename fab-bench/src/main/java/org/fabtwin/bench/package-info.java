/* SPDX-License-Identifier: Apache-2.0 */
/** fab-bench. */
package org.fabtwin.bench;
