/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.fabtwin.core.line.definition.Tunable;

/** Writes the compiled line's names and capacities as JSON, for the log's header. Keys are part of the log's contract. */
final class LineJson {
    private final StringBuilder out = new StringBuilder(1 << 16);

    private LineJson() {}

    static String of(Line line) {
        LineJson json = new LineJson();
        json.write(line);
        return json.out.toString();
    }

    private void write(Line line) {
        ToolGroups groups = line.toolGroups();
        out.append('{');
        text("name", line.name()).append(",\"lotMode\":").append(line.lotMode());
        text(",", "handOff", HandOff.name(line.handling().handOff()));
        array("toolGroups", groups.size(), g -> {
            text("{", "name", groups.name(g));
            text(",", "area", groups.area(g));
            text(",", "kind", ToolKind.name(groups.kind(g)));
            number(",", "firstTool", groups.firstTool(g));
            number(",", "tools", groups.toolCount(g));
            number(",", "chambersPerTool", groups.chambersPerTool(g));
            handling(line, g);
            if (line.reticles().copies(g) > 0) {
                number(",", "reticleCopies", line.reticles().copies(g));
            }
            out.append('}');
        });
        array("tools", groups.toolTotal(), tool -> string(groups.toolName(tool)));
        array("chambers", groups.chamberTotal(), chamber -> string(groups.chamberName(chamber)));
        array("setups", line.setups().size(), setup -> string(line.setups().name(setup)));
        array("products", line.products().size(), p -> {
            text("{", "name", line.products().name(p));
            number(",", "zeroLoadUs", Math.round(line.products().zeroLoadUs(p)));
            dies(line, p);
            out.append('}');
        });
        array(
                "lotClasses",
                line.products().lotClassCount(),
                c -> string(line.products().lotClass(c)));
        array("orders", line.orders().size(), o -> {
            text("{", "name", line.orders().name(o));
            number(",", "product", line.orders().product(o));
            number(",", "lotClass", line.orders().lotClass(o));
            out.append('}');
        });
        Steps steps = line.steps();
        array("steps", steps.size(), s -> {
            text("{", "name", steps.name(s));
            text(",", "module", steps.module(s));
            number(",", "product", steps.product(s));
            number(",", "toolGroup", steps.toolGroup(s));
            text(",", "recipe", line.recipes().name(steps.recipe(s)));
            number(",", "next", steps.next(s));
            out.append(",\"sampled\":").append(steps.sampling(s) != ParameterTable.NONE);
            number(",", "zeroLoadUs", Math.round(steps.zeroLoadUs(s)));
            if (steps.batchMaximum(s) > 0) {
                number(",", "batchMaximum", steps.batchMaximum(s));
            }
            if (line.reticles().ofStep(s) != Reticles.NONE) {
                number(",", "reticle", steps.setup(s));
            }
            chambersLeftOut(line, s);
            out.append('}');
        });
        windowsAndItems(line);
        layout(line);
        process(line);
        control(line);
        array("parameters", line.parameters().size(), p -> {
            Tunable row = line.parameters().row(p);
            text("{", "path", row.path());
            text(",", "unit", row.unit());
            out.append(",\"factor\":")
                    .append(row.factor())
                    .append(",\"value\":")
                    .append(row.value());
            out.append('}');
        });
        out.append('}');
    }

    /** Chambers of its tools that may not run the step, where there are any. */
    private void chambersLeftOut(Line line, int step) {
        ToolGroups groups = line.toolGroups();
        ChamberSets sets = line.steps().chamberSets();
        int group = line.steps().toolGroup(step);
        int set = sets.setOf(step);
        int perTool = groups.chambersPerTool(group);
        int firstTool = groups.firstTool(group);
        int[] leftOut = IntStream.range(0, set == ChamberSets.ALL ? 0 : perTool * groups.toolCount(group))
                .filter(place -> (sets.chambers(set, place / perTool) >>> place % perTool & 1) == 0)
                .map(place -> groups.firstChamber(firstTool) + place)
                .toArray();
        if (leftOut.length > 0) {
            array("chambersLeftOut", leftOut.length, i -> out.append(leftOut[i]));
        }
    }

    private void handling(Line line, int group) {
        Handling handling = line.handling();
        if (handling.ports(group) > 0) {
            number(",", "ports", handling.ports(group));
            number(",", "portExchangeUs", us(line, handling.portExchange(group)));
            if (handling.handOff() == HandOff.BOUNDED) {
                number(",", "placesInside", handling.placesInside(group));
            }
        }
        if (handling.isDetailed(group)) {
            out.append(",\"detailed\":true");
            number(",", "arms", handling.arms(group));
            number(",", "actionUs", us(line, handling.action(group)));
            number(",", "frontArms", handling.frontArms(group));
            number(",", "frontActionUs", us(line, handling.frontAction(group)));
            number(",", "locks", handling.locks(group));
            number(",", "slots", handling.slots(group));
            number(",", "pumpUs", us(line, handling.pump(group)));
            number(",", "ventUs", us(line, handling.vent(group)));
        }
    }

    private static long us(Line line, int parameter) {
        return parameter == ParameterTable.NONE
                ? 0
                : Math.round(line.parameters().row(parameter).value());
    }

    private void windowsAndItems(Line line) {
        Windows windows = line.windows();
        array("windows", windows.size(), w -> {
            number("{", "from", windows.from(w));
            number(",", "to", windows.to(w));
            double limit = windows.limit(w) < 0
                    ? 0
                    : line.parameters().row(windows.limit(w)).value();
            number(",", "limitUs", Math.round(limit));
            text(",", "policy", QueuePolicy.name(windows.policy(w)));
            out.append('}');
        });
        Stoppages items = line.stoppages();
        array("items", items.itemCount(), i -> {
            text("{", "name", items.name(i));
            number(",", "toolGroup", items.toolGroup(i));
            text(",", "kind", items.isBreakdown(i) ? "breakdown" : "maintenance");
            out.append(",\"perChamber\":").append(items.isPerChamber(i)).append('}');
        });
    }

    private void dies(Line line, int product) {
        DieTables dies = line.process().dies();
        DieGrid grid = dies.grid(product);
        if (grid != null) {
            out.append(",\"die\":{\"widthMm\":").append(grid.widthMm());
            out.append(",\"heightMm\":").append(grid.heightMm());
            out.append(",\"scribeMm\":").append(grid.scribeMm());
            out.append(",\"edgeExclusionMm\":").append(DieGrid.WAFER_RADIUS_MM - grid.radiusMm());
            number(",", "dies", grid.size());
            array("bins", dies.bins(product), bin -> string(dies.binName(product, bin)));
            out.append('}');
        }
    }

    private void process(Line line) {
        ProcessTables process = line.process();
        if (process.isActive()) {
            CriticalParameters parameters = process.parameters();
            array("criticalParameters", parameters.size(), p -> {
                text("{", "name", parameters.name(p));
                text(",", "unit", parameters.unit(p));
                out.append(",\"factor\":").append(parameters.unitFactor(p));
                if (parameters.lower(p) >= 0 && parameters.upper(p) >= 0 && parameters.target(p) >= 0) {
                    double target = value(line, parameters.target(p));
                    exact(",\"lower\":", value(line, parameters.lower(p)) - target);
                    exact(",\"upper\":", value(line, parameters.upper(p)) - target);
                }
                out.append(parameters.isOverlay(p) ? ",\"overlay\":true}" : "}");
            });
            array(
                    "systematicLosses",
                    process.dies().losses(),
                    loss -> string(process.dies().lossName(loss)));
            array("excursions", process.excursions(), i -> string(process.excursionName(i)));
        }
    }

    private void control(Line line) {
        Controllers controllers = line.controllers();
        if (controllers.size() > 0) {
            array("controllers", controllers.size(), c -> {
                text("{", "name", controllers.name(c));
                text(",", "parameter", controllers.parameter(c));
                text(",", "method", ControlMethod.name(controllers.method(c)));
                text(",", "variable", controllers.variable(c));
                text(",", "variableUnit", controllers.variableUnit(c));
                out.append(",\"variableFactor\":").append(controllers.variableFactor(c));
                number(",", "byProduct", controllers.isByProduct(c) ? 1 : 0);
                number(",", "byChamber", controllers.isByChamber(c) ? 1 : 0);
                number(",", "byTool", controllers.isByTool(c) ? 1 : 0);
                out.append('}');
            });
        }
        if (line.charts().size() > 0) {
            array("charts", line.charts().size(), chart -> string(line.charts().name(chart)));
        }
    }

    /** Places in millimetres, in the order of the tools. */
    private void layout(Line line) {
        Layout layout = line.layout();
        if (layout != null) {
            array("toolPlaces", line.toolGroups().toolTotal(), tool -> {
                number("[", layout.xMm(tool));
                number(",", layout.yMm(tool));
                out.append(']');
            });
        }
    }

    private static double value(Line line, int parameter) {
        return line.parameters().row(parameter).value();
    }

    /** Twelve digits, the same on every JDK. */
    private void exact(String before, double value) {
        out.append(before)
                .append(new BigDecimal(value)
                        .round(new MathContext(12))
                        .stripTrailingZeros()
                        .toPlainString());
    }

    private void number(String before, double value) {
        out.append(before).append(Math.round(value));
    }

    private void array(String key, int size, IntConsumer element) {
        out.append(",\"").append(key).append("\":[");
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                out.append(',');
            }
            element.accept(i);
        }
        out.append(']');
    }

    private void text(String before, String key, String value) {
        out.append(before);
        text(key, value);
    }

    private StringBuilder text(String key, String value) {
        out.append('"').append(key).append("\":");
        string(value);
        return out;
    }

    private void number(String before, String key, long value) {
        out.append(before).append('"').append(key).append("\":").append(value);
    }

    private void string(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
