/* SPDX-License-Identifier: Apache-2.0 */
/** Subcommands of fab. */
package org.fabtwin.gateway.cli;
