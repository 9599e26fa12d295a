/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.definition.LayoutDefinition;
import org.fabtwin.core.line.definition.LayoutDefinition.PlaceDefinition;

/**
 * Ports of the tools and stockers, and the parameters of the vehicles between them. A move runs along the aisles (x and y
 * apart), or goes by the stocker nearest to where it ends. Immutable.
 */
public final class Layout {
    private final ToolGroups groups;
    private final double[] xMm;
    private final double[] yMm;
    private final double[] stockerXMm;
    private final double[] stockerYMm;
    private final double[] meanDirectMm;
    private final double[] meanByStockerMm;
    private final int speed;
    private final int transferTime;
    private final int dispatchTime;
    private final int waitTime;
    private final int stockerShare;
    private final int stockerTime;

    Layout(LayoutDefinition definition, ToolGroups groups, ParameterTable.Collector parameters) {
        this.groups = groups;
        speed = parameters.add(definition.speed);
        transferTime = parameters.add(definition.transferTime);
        dispatchTime = parameters.add(definition.dispatchTime);
        waitTime = parameters.add(definition.waitTime);
        stockerShare = parameters.add(definition.stockerShare);
        stockerTime = parameters.add(definition.stockerTime);
        LineCompiler.check(definition.speed != null, "transport by distance has no speed");
        LineCompiler.check(
                definition.stockerShare == null
                        || !definition.stockers.isEmpty()
                        || definition.stockerShare.value() == 0,
                "moves stop in a stocker, but the layout has none");
        int tools = groups.toolTotal();
        xMm = new double[tools];
        yMm = new double[tools];
        stockerXMm = new double[tools];
        stockerYMm = new double[tools];
        Map<String, PlaceDefinition> places = new LinkedHashMap<>();
        definition.tools.forEach(place -> places.put(place.name(), place));
        for (int group = 0; group < groups.size(); group++) {
            place(group, places, definition.stockers);
        }
        meanDirectMm = new double[groups.size() * groups.size()];
        meanByStockerMm = new double[groups.size() * groups.size()];
        fillMeans();
    }

    /** A tool that the layout does not name shares the port of one of its group. */
    private void place(int group, Map<String, PlaceDefinition> places, List<PlaceDefinition> stockers) {
        List<PlaceDefinition> known = new ArrayList<>();
        int first = groups.firstTool(group);
        for (int tool = first; tool < first + groups.toolCount(group); tool++) {
            PlaceDefinition own = places.get(groups.toolName(tool));
            if (own != null) {
                known.add(own);
            }
        }
        LineCompiler.check(!known.isEmpty(), "the layout has no place for a tool of group " + groups.name(group));
        for (int tool = first; tool < first + groups.toolCount(group); tool++) {
            PlaceDefinition own = places.get(groups.toolName(tool));
            PlaceDefinition place = own == null ? known.get((tool - first) % known.size()) : own;
            xMm[tool] = place.xMm();
            yMm[tool] = place.yMm();
            double least = Double.MAX_VALUE;
            stockerXMm[tool] = place.xMm();
            stockerYMm[tool] = place.yMm();
            for (PlaceDefinition stocker : stockers) {
                double away = Math.abs(stocker.xMm() - place.xMm()) + Math.abs(stocker.yMm() - place.yMm());
                if (away < least) {
                    least = away;
                    stockerXMm[tool] = stocker.xMm();
                    stockerYMm[tool] = stocker.yMm();
                }
            }
        }
    }

    private void fillMeans() {
        for (int from = 0; from < groups.size(); from++) {
            for (int to = 0; to < groups.size(); to++) {
                double direct = 0;
                double byStocker = 0;
                for (int a = groups.firstTool(from); a < groups.firstTool(from) + groups.toolCount(from); a++) {
                    for (int b = groups.firstTool(to); b < groups.firstTool(to) + groups.toolCount(to); b++) {
                        direct += directMm(a, b);
                        byStocker += byStockerMm(a, b);
                    }
                }
                double pairs = (double) groups.toolCount(from) * groups.toolCount(to);
                meanDirectMm[from * groups.size() + to] = direct / pairs;
                meanByStockerMm[from * groups.size() + to] = byStocker / pairs;
            }
        }
    }

    /** Way from port to port. */
    public double directMm(int fromTool, int toTool) {
        return Math.abs(xMm[fromTool] - xMm[toTool]) + Math.abs(yMm[fromTool] - yMm[toTool]);
    }

    /** Way by the stocker nearest to the tool where it ends: both legs. */
    public double byStockerMm(int fromTool, int toTool) {
        return Math.abs(xMm[fromTool] - stockerXMm[toTool])
                + Math.abs(yMm[fromTool] - stockerYMm[toTool])
                + Math.abs(stockerXMm[toTool] - xMm[toTool])
                + Math.abs(stockerYMm[toTool] - yMm[toTool]);
    }

    /** Mean of {@link #directMm} over the tools of two groups, each as likely. */
    public double meanDirectMm(int fromGroup, int toGroup) {
        return meanDirectMm[fromGroup * groups.size() + toGroup];
    }

    /** Mean of {@link #byStockerMm} over the tools of two groups, each as likely. */
    public double meanByStockerMm(int fromGroup, int toGroup) {
        return meanByStockerMm[fromGroup * groups.size() + toGroup];
    }

    public double xMm(int tool) {
        return xMm[tool];
    }

    public double yMm(int tool) {
        return yMm[tool];
    }

    /** Parameter id of the vehicles' speed in millimetres per microsecond. */
    public int speed() {
        return speed;
    }

    /** Parameter id of one load or unload. */
    public int transferTime() {
        return transferTime;
    }

    /** Parameter id of the assignment of a vehicle. */
    public int dispatchTime() {
        return dispatchTime;
    }

    /** Parameter id of the mean wait for a vehicle. */
    public int waitTime() {
        return waitTime;
    }

    /** Parameter id of the share of moves that stop in a stocker, NONE = none. */
    public int stockerShare() {
        return stockerShare;
    }

    /** Parameter id of the stocker's handling, NONE = none. */
    public int stockerTime() {
        return stockerTime;
    }
}
