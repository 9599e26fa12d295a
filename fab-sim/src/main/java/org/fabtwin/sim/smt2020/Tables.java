/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fabtwin.sim.scenario.Position;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Problems;
import org.fabtwin.sim.smt2020.TextTable.Row;

/** The tables of a model's folder. Tables that a model may do without are empty where their file is missing. */
final class Tables {
    private static final List<String> TOOL_FILES = List.of("tool.txt.1l", "tool.txt");
    private static final List<String> ORDER_FILES = List.of("order.txt", "order.txt.1l");

    final TextTable parts;
    final TextTable tools;
    final TextTable orders;
    final TextTable setups;
    final TextTable setupGroups;
    final TextTable transports;
    final TextTable attachments;
    final TextTable breakdowns;
    final TextTable maintenance;
    final TextTable lots;
    /** By file, in the order of the parts that name them. */
    final Map<String, TextTable> routes = new LinkedHashMap<>();

    Tables(final Path folder, final Problems problems) {
        if (!Files.isDirectory(folder)) {
            problems.addFatal(new Problem(
                    new Position(folder.toString(), 0, 0), "", "no folder", "a folder with the tables of a model", ""));
        }
        parts = read(folder, List.of("part.txt"), true, problems, "PART", "ROUTEFILE", "ROUTE");
        tools = read(folder, TOOL_FILES, true, problems, "STNFAM", "STNQTY", "STNGRP", "FWLRANK", "STNCAP");
        orders = read(folder, ORDER_FILES, true, problems, "LOT", "PART", "PRIOR", "PIECES", "START", "DUE");
        setups = read(folder, List.of("setup.txt"), false, problems, "CURSETUP", "NEWSETUP", "STIME", "STUNITS");
        setupGroups = read(folder, List.of("setupgrp.txt"), false, problems, "SETUPGRP", "SETUP", "MINRUN");
        transports =
                read(folder, List.of("fromto.txt"), false, problems, "FROMLOC", "TOLOC", "DDIST", "DTIME", "DUNITS");
        attachments =
                read(folder, List.of("attach.txt"), false, problems, "CALNAME", "CALTYPE", "RESTYPE", "RESNAME", "FOA");
        breakdowns = read(
                folder,
                List.of("downcal.txt"),
                false,
                problems,
                "DOWNCALNAME",
                "DOWNCALTYPE",
                "MTTFDIST",
                "MTTF",
                "MTTFUNITS",
                "MTTRDIST",
                "MTTR",
                "MTTRUNITS");
        maintenance = read(
                folder,
                List.of("pmcal.txt"),
                false,
                problems,
                "PMCALNAME",
                "PMCALTYPE",
                "MTBPM",
                "MTBPMUNITS",
                "MTTRDIST",
                "MTTR",
                "MTTRUNITS");
        lots = read(folder, List.of("WIP.txt"), false, problems, "LOT", "PART", "PRIOR", "PIECES", "CURSTEP", "DUE");
        for (final Row part : parts.rows()) {
            final String file = part.text("ROUTEFILE");
            if (!file.isEmpty() && !routes.containsKey(file)) {
                if (Files.isRegularFile(folder.resolve(file))) {
                    routes.put(file, TextTable.read(folder.resolve(file), RouteRows.COLUMNS, problems));
                } else {
                    problems.add(
                            part.problem("ROUTEFILE", "a file of the folder: one of " + new TreeSet<>(names(folder))));
                }
            }
        }
    }

    private static List<String> names(final Path folder) {
        final String[] names = folder.toFile().list((dir, name) -> name.startsWith("route"));
        return names == null ? List.of() : List.of(names);
    }

    private static TextTable read(
            final Path folder,
            final List<String> names,
            final boolean required,
            final Problems problems,
            final String... columns) {
        for (final String name : names) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return TextTable.read(folder.resolve(name), List.of(columns), problems);
            }
        }
        final String file = folder.resolve(names.get(0)).toString();
        if (required) {
            problems.addFatal(new Problem(
                    new Position(file, 0, 0), "", "no such file", "the table " + String.join(" or ", names), ""));
        }
        return TextTable.empty(file);
    }
}
