/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.nio.file.Path;
import java.util.Set;
import org.fabtwin.sim.scenario.Node;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problems;
import org.fabtwin.sim.scenario.TreeImporter;
import org.fabtwin.sim.smt2020.TextTable.Row;

/**
 * Imports a model of SMT2020 (Kopp, Hassoun, Kalir, Moench, IEEE Transactions on Semiconductor Manufacturing 33(4),
 * 2020) from the folder of its text tables, as a scenario's tree whose nodes know the cells that they come from.
 */
public final class Smt2020Importer implements TreeImporter {
    /** Two years, as the published results. */
    private static final String DAYS = "730 d";

    private static final String ANY = "*";

    @Override
    public String name() {
        return "smt2020";
    }

    @Override
    public Node read(final Path folder, final Problems problems) {
        final Position place = new Position(folder.toString(), 0, 0);
        final Tables tables = new Tables(folder, problems);
        final Values values = new Values(problems);
        final Node root = Node.map(place).mark("quoted");
        final Path last = folder.toAbsolutePath().normalize().getFileName();
        root.section("line")
                .put("name", Node.quoted(last == null ? "smt2020" : last.toString(), place))
                .put("mode", Node.text("lot", place))
                .put("eventDetail", Node.text("lot", place))
                .put("days", Node.quoted(DAYS, place));
        final ToolRows tools = new ToolRows(tables, values, root);
        tools.read();
        new StoppageRows(tables, values, tools, root).read();
        final RouteRows routes = new RouteRows(tables, values, tools, root);
        routes.read();
        setups(tables, values, routes.setups(), root);
        transports(tables, values, root);
        new LotRows(tables, values, routes, root).read();
        return root;
    }

    /** Changes to setups that no step needs are left out. */
    private static void setups(final Tables tables, final Values values, final Set<String> used, final Node root) {
        for (final Row row : tables.setups.rows()) {
            final String from = row.text("CURSETUP");
            final String to = row.text("NEWSETUP");
            if (to.isEmpty()) {
                values.problems().add(row.problem("NEWSETUP", "a setup"));
                continue;
            }
            final Node time = values.time(row, "STIME", "STUNITS");
            if (time != null && used.contains(to) && (from.isEmpty() || used.contains(from))) {
                final Node change = Node.map(row.position("NEWSETUP"));
                change.put(
                        "from",
                        from.isEmpty() ? Node.quoted(ANY, row.position("CURSETUP")) : Values.text(row, "CURSETUP"));
                change.put("to", Values.text(row, "NEWSETUP")).put("time", time);
                root.section("setups").put((from.isEmpty() ? "any" : from) + "-" + to, change);
            }
        }
    }

    private static void transports(final Tables tables, final Values values, final Node root) {
        for (final Row row : tables.transports.rows()) {
            final Node time = values.distribution(row, "DDIST", "DTIME", "DTIME2", "DUNITS");
            if (row.isBlank("FROMLOC") || row.isBlank("TOLOC")) {
                values.problems().add(row.problem(row.isBlank("FROMLOC") ? "FROMLOC" : "TOLOC", "a location"));
            } else if (time != null) {
                root.section("transports")
                        .put(
                                row.text("FROMLOC") + "-" + row.text("TOLOC"),
                                Node.map(row.position("FROMLOC"))
                                        .put("from", Values.text(row, "FROMLOC"))
                                        .put("to", Values.text(row, "TOLOC"))
                                        .put("time", time));
            }
        }
    }
}
