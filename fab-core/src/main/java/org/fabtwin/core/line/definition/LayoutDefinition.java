/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

import java.util.ArrayList;
import java.util.List;

/** Where tools and stockers stand and how vehicles bring carriers from one to another: transport by distance. */
public final class LayoutDefinition {
    /** Millimetres per microsecond. */
    public Tunable speed;
    /** One load or unload of a vehicle. */
    public Tunable transferTime;
    /** Assignment of a vehicle, for each leg. */
    public Tunable dispatchTime;
    /** Mean time until an assigned vehicle stands at the carrier, for each leg. */
    public Tunable waitTime;
    /** Share of moves that stop in a stocker: two legs. Null = none. */
    public Tunable stockerShare;
    /** Handling by the stocker of a move that stops there. Null = none. */
    public Tunable stockerTime;

    public final List<PlaceDefinition> tools = new ArrayList<>();
    public final List<PlaceDefinition> stockers = new ArrayList<>();

    /** The port of a tool or stocker. */
    public record PlaceDefinition(String name, double xMm, double yMm) {}
}
