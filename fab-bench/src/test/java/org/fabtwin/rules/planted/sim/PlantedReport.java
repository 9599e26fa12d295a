/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.rules.planted.sim;

import java.net.http.HttpClient;
import org.fabtwin.rules.planted.gateway.PlantedServer;

/** Breaks two rules: sim must see neither the gateway nor the network. */
public record PlantedReport(PlantedServer server, HttpClient client) {}
