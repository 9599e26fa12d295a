/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

/** The lists of a compiled line that an event's ids point into. */
public enum IdTable {
    /** Not an id of the line: a plain number. */
    NONE,
    PRODUCT,
    LOT_CLASS,
    STEP,
    TOOL_GROUP,
    TOOL,
    CHAMBER,
    SETUP,
    WINDOW,
    /** Breakdown and maintenance items. */
    ITEM,
    ORDER,
    PARAMETER,
    /** Critical parameters of the process. */
    CRITICAL_PARAMETER,
    EXCURSION,
    CONTROLLER,
    CHART;

    /** The list that an id field of events.xml points into, told by its name. */
    static IdTable ofField(final String field) {
        return switch (field) {
            case "product" -> PRODUCT;
            case "lotClass" -> LOT_CLASS;
            case "step", "firstStep", "toStep" -> STEP;
            case "toolGroup" -> TOOL_GROUP;
            case "tool", "fromTool" -> TOOL;
            case "chamber" -> CHAMBER;
            case "fromSetup", "toSetup", "reticle" -> SETUP;
            case "window" -> WINDOW;
            case "item" -> ITEM;
            case "order" -> ORDER;
            case "parameter" -> PARAMETER;
            case "criticalParameter" -> CRITICAL_PARAMETER;
            case "excursion" -> EXCURSION;
            case "controller" -> CONTROLLER;
            case "chart" -> CHART;
            default -> NONE;
        };
    }
}
