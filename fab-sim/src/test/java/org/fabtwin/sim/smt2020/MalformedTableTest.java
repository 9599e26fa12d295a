/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each error of a table is told with its file, line, column, the value found and what was expected. */
class MalformedTableTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "route_a.txt;uniform|40|2|;uniform|4O|2|;4:6 (column PTIME): found '4O', expected a number of at least 0",
                "route_a.txt;uniform|40|2|min;uniform|40|2|wk;4:8 (column PTUNITS): found 'wk', expected a unit of time",
                "route_a.txt;uniform|40|2|;gauss|40|2|;4:5 (column PDIST): found 'gauss', expected one of constant",
                "route_a.txt;per_lot|||M1;per_foup|||M1;4:9 (column PTPER): found 'per_foup', expected one of per_lot",
                "route_a.txt;r_a|4|040;r_a|9|040;5:2 (column STEP): found '9', expected step 4",
                "route_a.txt;030_Litho|Litho;030_Litho|Lithe;4:4 (column STNFAM): steps.r_a.030_Litho.tool: found 'Lithe'",
                "route_a.txt;yes|5|28;yes|2|28;4:17 (column FORSTEP): found '2', expected a step's number, 4 to 7",
                "route_a.txt;yes|5|28;yes|6|28;(column FORSTEP): steps.r_a.010_Furnace.6.sameToolAs",
                "route_a.txt;3|1.5|lot|40;9|1.5|lot|40;5:22 (column RWKSTEP): found '9', expected a step's number, 1 to 4",
                "route_a.txt;3|1.5|lot|40;3|150|lot|40;5:23 (column REWORK): found '150', expected a percentage",
                "route_a.txt;3|1.5|lot|40;3|1.5|lot|-4;5:25 (column StepPercent): found '-4', expected a number",
                "route_a.txt;2|2|hr;1|2|hr;2:26 (column STEP_CQT): found '1', expected a step's number, 2 to 7",
                "route_a.txt;per_batch|30|50;per_batch|60|50;2:10 (column BATCHMN): found '60', expected at most BATCHMX",
                "route_a.txt;per_batch|30|50;per_batch||50;2:10 (column BATCHMN): found nothing, expected a whole number",
                "route_a.txt;per_batch|30|50;per_lot|30|50;2:11 (column BATCHMX): found '50', expected nothing",
                "route_a.txt;M1|need|;M1|never|;4:13 (column WHEN): found 'never', expected one of need",
                "route_a.txt;StepPercent;StepPerzent;1:1 (column StepPercent): found no column StepPercent",
                "part.txt;route_e.txt;route_f.txt;3:4 (column ROUTEFILE): found 'route_f.txt', expected a file",
                "part.txt;r_e;r_f;3:5 (column ROUTE): found 'r_f', expected a route of",
                "tool.txt.1l;2.0|1.0|Wet;2.0|1.5|Wet;3:12 (column STNQTY): found '1.5', expected a whole number",
                "tool.txt.1l;2.0|1.0|Wet;3.0|1.0|Wet;3:11 (column STNCAP): found '3.0', expected nothing, 1 or 2",
                "tool.txt.1l;rank_FIFO;rank_LIFO;5:3 (column FWLRANK): found",
                "tool.txt.1l;crit_samepartfamstep;crit_any;2:5 (column BATCHCRITF): found 'crit_any', expected",
                "tool.txt.1l;|piece|;|lot|;2:6 (column BATCHPER): found 'lot', expected piece",
                "setup.txt;M1|M2|7.5|min;M1|M2|x|min;2:3 (column STIME): found 'x', expected a number",
                "setupgrp.txt;G1|3;G1|three;2:3 (column MINRUN): found 'three', expected a whole number",
                "attach.txt;stngrp|Litho;stngrp|Lithe;2:4 (column RESNAME): found 'Lithe', expected a stngrp of tool.txt.1l",
                "attach.txt;BREAK_Litho|down;BREAK_X|down;2:1 (column CALNAME): found 'BREAK_X', expected a calendar",
                "attach.txt;Wet_WK|pm;Wet_WK|up;4:2 (column CALTYPE): found 'up', expected one of down, pm",
                "downcal.txt;mttf_by_cal;mttf_by_run;2:2 (column DOWNCALTYPE): found 'mttf_by_run', expected mttf_by_cal",
                "pmcal.txt;mtbpm_by_pieces;mtbpm_by_moon;3:2 (column PMCALTYPE): found 'mtbpm_by_moon', expected one of",
                "order.txt;01/04/18 12;13/04/18 12;2:11 (column DUE): found '13/04/18 12:00:00', expected a date",
                "order.txt;Lot_a|part_a;Lot_a|part_b;2:2 (column PART): found 'part_b', expected a part of part.txt",
                "order.txt;10|25|;10|0|;2:4 (column PIECES): found '0', expected a whole number of at least 1",
                "order.txt;100.5|min;100.5|moons;2:8 (column RUNITS): found 'moons', expected a unit of time",
                "order.txt;List_a_2;List_a_1;6:1 (column LOT): found 'List_a_1', expected each lot once",
                "WIP.txt;00:00:00|4|;00:00:00|8|;2:6 (column CURSTEP): found '8', expected a step's number, 1 to 7",
                "WIP.txt;12/31/17 23:00:00;yesterday;2:7 (column DUE): found 'yesterday', expected a date",
                "fromto.txt;uniform|7.5;uniform|-7.5;2:4 (column DTIME): found '-7.5', expected a number",
            })
    void shouldNameThePlaceOfAnError(final String file, final String old, final String changed, final String expected) {
        final String place = expected.startsWith("(") ? "" : file + ":";

        assertThat(new SmallModel().with(file, old, changed).errors(folder))
                .anySatisfy(error -> assertThat(error).contains(place + expected));
    }

    @Test
    void shouldReportEveryErrorOfEveryTable() {
        final SmallModel model = new SmallModel()
                .with("setup.txt", "M1|M2|7.5|min", "M1|M2|x|min")
                .with("order.txt", "100.5|min", "100.5|moons")
                .with("route_a.txt", "uniform|40|2|", "gauss|40|2|");

        assertThat(model.errors(folder)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldNameAMissingTable() {
        assertThat(new SmallModel().without("order.txt").errors(folder))
                .containsExactly("order.txt: found no such file, expected the table order.txt or order.txt.1l");
        assertThat(new SmallModel().without("WIP.txt").errors(folder.resolve(".")))
                .isEmpty();
    }
}
