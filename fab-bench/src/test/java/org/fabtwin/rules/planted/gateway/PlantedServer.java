/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules.planted.gateway;

/** Seen from where it must not be. */
public record PlantedServer(int port) {}
