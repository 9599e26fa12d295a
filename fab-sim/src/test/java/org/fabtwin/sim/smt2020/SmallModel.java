/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.sim.scenario.Problem;
import org.fabtwin.sim.scenario.Scenario;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;

/**
 * A small model in the tables' syntax, written for these tests: two products of one family, an engineering product
 * among them, on five tool families. Cells are written with | between them here. Tests change lines of it.
 */
public final class SmallModel {
    private static final String ROUTE =
            "ROUTE|STEP|DESC|STNFAM|PDIST|PTIME|PTIME2|PTUNITS|PTPER|BATCHMN|BATCHMX|SETUP|WHEN|STIME"
                    + "|STUNITS|SVESTN|FORSTEP|BatchInterval|BatchIntUnits|PartInterval|PartIntUnits|RWKSTEP|REWORK|RWKTYPE"
                    + "|StepPercent|STEP_CQT|CQT|CQTUNITS|IGNORE";

    private final Map<String, String> files = new LinkedHashMap<>();

    public SmallModel() {
        files.put("part.txt", """
                PARTGRP|PARTFAM|PART|ROUTEFILE|ROUTE
                Saleable|family_a|part_a|route_a.txt|r_a
                Engineering|family_a|part_e|route_e.txt|r_e
                """);
        files.put("route_a.txt", ROUTE + """

                        r_a|1|010_Furnace|Furnace|uniform|120|6|min|per_batch|30|50|||||||||||||||2|2|hr|Diffusion
                        r_a|2|020_Wet|Wet|uniform|1.5|0.3|min|per_piece|||||||||||0.9|min||||||||Wet
                        r_a|3|030_Litho|Litho|uniform|40|2|min|per_lot|||M1|need|8|min|yes|5|28|min|||||||||Litho
                        r_a|4|040_Measure|Measure|constant|600||sec|per_lot|||||||||||||3|1.5|lot|40||||Met
                        r_a|5|050_Litho|Litho|uniform|30|1.5|min|per_lot|||M2|need|||||21|min|||||||||Litho
                        r_a|6|010_Furnace|Implant|exponential|20||min|per_lot|||G1|need||||||||||||||||Implant
                        r_a|7|070_Wait|Delay|uniform|3|0.5|hr|per_lot||||||||||||||||||||
                        """);
        files.put("route_e.txt", ROUTE + """

                        r_e|1|010_Furnace|Furnace|uniform|120|6.0001|min|per_batch|30|50||||||||||||||||||Diffusion
                        r_e|2|030_Litho|Litho|uniform|40|2|min|per_lot|||M9|always|20|min||||||||||||||Litho
                        r_e|3|060_Implant|Implant|constant|20||min|per_lot|||G2|need|||||||||||||||Implant
                        """);
        files.put("tool.txt.1l", """
                STNFAM|RULE|FWLRANK|WAKERESRANK|BATCHCRITF|BATCHPER|LTIME|LTUNITS|ULTIME|ULTUNITS|STNCAP|STNQTY|STNGRP|STNFAMLOC|SETUPGRP
                Furnace|rule_HotLotFIRST|rank_HP;rank_RSETUP;rank_CR||crit_samepartfamstep|piece|1.0|min|1.0|min||2.0|Diffusion|Fab|
                Wet|rule_HotLotFIRST|rank_HP;rank_RSETUP;rank_CR||||1.0|min|1.0|min|2.0|1.0|Wet|Fab|
                Litho|rule_HotLotFIRST|rank_HP;rank_RSETUP;rank_CR|wake_LeastSetupTime|||1.0|min|1.0|min|2.0|3.0|Litho|Fab|
                Measure|rule_HotLotFIRST|rank_HP;rank_RSETUP;rank_FIFO||||1.0|min|1.0|min||1.0|Met|Fab|
                Implant|rule_LSSU|rank_HP;rank_RSETUP;rank_CR||||1.0|min|1.0|min||2.0|Implant|Fab|Gas
                Delay|rule_HotLotFIRST|rank_HP;rank_RSETUP;rank_CR||||0.0|min|0.0|min||9.0|Wait|Delay|
                """);
        files.put("setup.txt", """
                CURSETUP|NEWSETUP|STIME|STUNITS
                M1|M2|7.5|min
                |G1|72|min
                |G2|72|min
                |G3|72|min
                """);
        files.put("setupgrp.txt", """
                SETUPGRP|SETUP|MINRUN
                Gas|G1|3
                |G2|3
                """);
        files.put("fromto.txt", """
                FROMLOC|TOLOC|DDIST|DTIME|DTIME2|DUNITS
                Fab|Fab|uniform|7.5|2.5|min
                """);
        files.put("attach.txt", """
                CALNAME|CALTYPE|RESTYPE|RESNAME|FOADIST|FOA|FOAUNITS
                BREAK_Litho|down|stngrp|Litho|exponential|10080|min
                Litho_MN|pm|stnfam|Litho|constant|27|day
                Wet_WK|pm|stnfam|Wet|constant|950|
                """);
        files.put("downcal.txt", """
                DOWNCALNAME|DOWNCALTYPE|MTTFDIST|MTTF|MTTFUNITS|MTTRDIST|MTTR|MTTRUNITS
                BREAK_Litho|mttf_by_cal|exponential|10080|min|exponential|35.28|min
                """);
        files.put("pmcal.txt", """
                PMCALNAME|PMCALTYPE|MTBPM|MTBPMUNITS|MTTRDIST|MTTR|MTTR2|MTTRUNITS
                Litho_MN|mtbpm_by_cal|30|day|uniform|10|2|hr
                Wet_WK|mtbpm_by_pieces|1000|pieces|uniform|6|1.2|hr
                """);
        files.put("order.txt", """
                LOT|PART|PRIOR|PIECES|START|RDIST|REPEAT|RUNITS|RPT#|LOTSPERRPT|DUE
                Lot_a|part_a|10|25|01/01/18 00:00:00|constant|100.5|min|200000|1|01/04/18 12:00:00
                Eng_e|part_e|10|4|01/01/18 08:00:00|constant|7|day|2000|2|01/08/18 08:00:00
                Eng_e|part_e|10|4|01/03/18 08:00:00|constant|7|day|2000|2|01/10/18 08:00:00
                List_a_1|part_a|20|25|01/02/18 06:00:00|||||1|01/05/18 06:00:00
                List_a_2|part_a|20|13|01/02/18 05:00:00|||||1|01/04/18 05:00:00
                """);
        files.put("WIP.txt", """
                LOT|PART|PRIOR|PIECES|START|CURSTEP|DUE|ORDER|HOTLOT|TRACE
                Init_Lot_a_1|part_a|10|25|01/01/18 00:00:00|4|12/31/17 23:00:00|O_Init
                Init_Lot_a_2|part_a|30|7|01/01/18 00:00:00|7|01/02/18 00:00:00|O_Init||
                """);
    }

    /** Replaces a text, with | for tabs, that must be there. */
    SmallModel with(final String file, final String old, final String changed) {
        final String text = files.get(file);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(file + " does not contain " + old);
        }
        files.put(file, text.replace(old, changed));
        return this;
    }

    SmallModel without(final String file) {
        files.remove(file);
        return this;
    }

    public Path write(final Path folder) {
        return write(folder, StandardCharsets.UTF_8, "");
    }

    Path write(final Path folder, final Charset charset, final String mark) {
        try {
            for (final Map.Entry<String, String> file : files.entrySet()) {
                final String text = mark + file.getValue().replace('|', '\t');
                Files.write(folder.resolve(file.getKey()), text.getBytes(charset));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    Scenario read(final Path folder) {
        return ScenarioReader.read("smt2020:" + write(folder), List.of());
    }

    /** The errors that reading it gives, files without their folder. */
    List<String> errors(final Path folder) {
        try {
            read(folder);
            return List.of();
        } catch (final ScenarioException e) {
            final List<String> errors = new ArrayList<>();
            for (final Problem problem : e.problems()) {
                errors.add(problem.toString().replace(folder + "/", ""));
            }
            return errors;
        }
    }
}
