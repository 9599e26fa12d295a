/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.state;

import org.fabtwin.core.control.RunToRun;
import org.fabtwin.core.line.Controllers;
import org.fabtwin.core.line.CriticalParameters;
import org.fabtwin.core.line.ToolGroups;

/**
 * A run-to-run loop. Immutable; component names are the JSON keys, as in {@code fab loops}.
 *
 * @param context chamber, tool or {@code all}, as the controller keeps its loops apart.
 * @param product null where products share the loop.
 * @param component {@code x} or {@code y} of overlay; null elsewhere.
 * @param level estimated disturbance, in {@code unit}.
 * @param offset of the next wafer, in {@code variableUnit}.
 * @param wafers of the context so far.
 * @param results that it has learnt from.
 * @param lastResultUs null before the first.
 */
public record LoopState(
        String controller,
        String parameter,
        String context,
        String product,
        String component,
        String unit,
        double level,
        String variable,
        String variableUnit,
        double offset,
        long wafers,
        long results,
        Long lastResultUs) {
    /** The question for a list, in the line's order; {@code after} is the number in it. */
    public static Page<LoopState> page(StateReader reader, String controller, Page.Request request) {
        final Controllers controllers = reader.line().controllers();
        final PageBuilder<LoopState> page = new PageBuilder<>(request);
        for (int c = 0; c < controllers.size(); c++) {
            if (ToolState.isAny(controller, controllers.name(c))) {
                new Contexts(reader, c, page).addAll();
            }
        }
        return page.page();
    }

    /** All loops of one controller. */
    private record Contexts(StateReader reader, int controller, PageBuilder<LoopState> page) {
        void addAll() {
            final Controllers controllers = reader.line().controllers();
            final ToolGroups groups = reader.line().toolGroups();
            final int group = controllers.group(controller);
            for (int k = 0; k < groups.toolCount(group); k++) {
                if (controllers.rankOfTool(controller, k) == Controllers.NONE) {
                    continue;
                }
                final int tool = groups.firstTool(group) + k;
                final int first = groups.firstChamber(tool);
                if (controllers.isByChamber(controller)) {
                    for (int chamber = first; chamber < first + groups.chambersPerTool(group); chamber++) {
                        addProducts(chamber, groups.chamberName(chamber));
                    }
                } else if (controllers.isByTool(controller)) {
                    addProducts(first, groups.toolName(tool));
                } else {
                    addProducts(first, "all");
                    return;
                }
            }
        }

        private void addProducts(int chamber, String context) {
            final Controllers controllers = reader.line().controllers();
            final int products = controllers.isByProduct(controller) ? controllers.products() : 1;
            for (int product = 0; product < products; product++) {
                for (int component = 0; component < controllers.components(controller); component++) {
                    final int loop = reader.view().control().loop(controller, chamber, product, component);
                    if (loop != RunToRun.NONE) {
                        final int itsProduct = product;
                        final int itsComponent = component;
                        page.add(loop, () -> loop(loop, context, itsProduct, itsComponent));
                    }
                }
            }
        }

        private LoopState loop(int loop, String context, int product, int component) {
            final Controllers controllers = reader.line().controllers();
            final RunToRun control = reader.view().control();
            final CriticalParameters parameters = reader.line().process().parameters();
            final int parameter = parameters.parameterOf(controllers.parameter(controller));
            final long lastUs = control.lastResultUs(loop);
            return new LoopState(
                    controllers.name(controller),
                    controllers.parameter(controller),
                    context,
                    controllers.isByProduct(controller)
                            ? reader.line().products().name(product)
                            : null,
                    controllers.components(controller) < 2 ? null : component == 0 ? "x" : "y",
                    parameter < 0 ? "" : parameters.unit(parameter),
                    control.level(loop) / (parameter < 0 ? 1 : parameters.unitFactor(parameter)),
                    controllers.variable(controller),
                    controllers.variableUnit(controller),
                    control.offset(loop) / controllers.variableFactor(controller),
                    control.runs(loop),
                    control.results(loop),
                    lastUs < 0 ? null : lastUs);
        }
    }
}
