/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Distribution;
import org.fabtwin.sim.scenario.ScenarioException;
import org.fabtwin.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line from a user's own spreadsheets: few columns, all tool kinds, and errors that name file, line, column and value. */
class LineCsvReaderTest {
    private static final String SCENARIO = """
            data: {tools: tools.csv, recipes: recipes.csv, maintenance: maintenance.csv, route: route.csv, products: products.csv}
            line: {starts: {wafersPerMonth: 720}}
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> files = new LinkedHashMap<>(Map.of("own.yaml", SCENARIO));

    LineCsvReaderTest() {
        files.put("tools.csv", """
                key,kind,count,chambers,robot_arms,robot_action_s,mtbf_h,mttr_h,failure_dist,repair_dist,remark
                ETCH,cluster,2,3,1,5,100,4,weibull:1.3,lognormal:1.2,"bay 4, left"
                COAT,serial,1,,2,4,,,,,
                SCAN,cascade,1,,,,50,2,,,
                LOOK,single,1,,2,10,,,,,
                """);
        files.put("recipes.csv", """
                recipe,tool,chamber_s,stages,interval_s,latency_s,spread_cv
                E1,ETCH,120,,,,0.02
                C1,COAT,,spin:1x30|bake:2x60,,,
                S1,SCAN,,,30,600,0
                L1,LOOK,300,,,,
                """);
        files.put("maintenance.csv", """
                tool,item,scope,trigger,period,duration_h,spread,first_h
                ETCH,clean,chamber,wafers,500,3,0.2,
                SCAN,weekly,tool,hours,168,4,,24
                """);
        files.put("route.csv", """
                name,module,layer,tool,recipe,sampling,rework_to,rework_percent,queue_to,queue_hours,queue_policy
                a.coat,a,x,COAT,C1,,,,a.scan,3,warn
                a.scan,a,x,SCAN,S1,1,,,,,
                a.look,a,x,LOOK,L1,0.2,a.coat,1,,,
                b.etch,b,y,ETCH,E1,1,,,,,
                """);
        files.put("products.csv", "key,starts_share,normal_share,hot_share,layer_skips\nP,1,0.9,0.1,\n");
    }

    private LineDefinition read() {
        files.forEach((name, text) -> {
            try {
                Files.writeString(folder.resolve(name), text);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return ScenarioReader.read(folder.resolve("own.yaml").toString(), List.of())
                .definition();
    }

    private void change(String file, String from, String to) {
        assertThat(files.get(file)).contains(from);
        files.put(file, files.get(file).replace(from, to));
    }

    private static ToolGroupDefinition group(LineDefinition line, String name) {
        return line.toolGroups.stream()
                .filter(group -> group.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldReadALineFromFewColumns() {
        LineDefinition line = read();

        assertThat(line.toolGroups).extracting(group -> group.name).containsExactly("ETCH", "COAT", "SCAN", "LOOK");
        ToolGroupDefinition etch = group(line, "ETCH");
        assertThat(etch.count).isEqualTo(2);
        assertThat(etch.stages.get(0).copies()).isEqualTo(3);
        assertThat(etch.exchangeTime.value()).isEqualTo(20e6);
        assertThat(etch.breakdowns.get(0).timeToFailure.kind()).isEqualTo(Distribution.WEIBULL);
        assertThat(etch.breakdowns.get(0).timeToFailure.b().value()).isEqualTo(1.3);
        assertThat(etch.breakdowns.get(0).timeToRepair.kind()).isEqualTo(Distribution.LOGNORMAL);
        assertThat(etch.maintenance.get(0).byWafers).isTrue();
        assertThat(etch.maintenance.get(0).perChamber).isTrue();
        assertThat(etch.maintenance.get(0).duration.b().value()).isEqualTo(0.6 * 3600e6, within(1.0));
        assertThat(group(line, "COAT").stages)
                .extracting(stage -> stage.copies())
                .containsExactly(1, 2);
        assertThat(group(line, "SCAN").kind).isEqualTo(ToolKind.CASCADE);
        assertThat(group(line, "SCAN").breakdowns.get(0).timeToFailure.kind()).isEqualTo(Distribution.EXPONENTIAL);
        assertThat(group(line, "SCAN").maintenance.get(0).firstOccurrence.value())
                .isEqualTo(24 * 3600e6);
        assertThat(group(line, "LOOK").kind).isEqualTo(ToolKind.CLUSTER);
        assertThat(line.products.get(0).route)
                .extracting(step -> step.name)
                .containsExactly("a.coat", "a.scan", "a.look", "b.etch");
        assertThat(line.products.get(0).route.get(2).reworkProbability.value()).isEqualTo(0.05, within(1e-12));
        assertThat(line.orders).extracting(order -> order.name).containsExactly("P.normal", "P.hot");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                // file | what is changed | into what | where | found | expected | meant
                "tools.csv       | ETCH,cluster  | ETCH,clutser    | tools.csv:2:2 (column kind)          | 'clutser'    | one of cluster, serial, cascade, single | cluster",
                "tools.csv       | 2,3,1,5,100   | 2,3,1,5 s,100   | tools.csv:2:6 (column robot_action_s)| '5 s'        | a number, 0 or more                     | -",
                "tools.csv       | 1,5,100,4     | 1,5,-100,4      | tools.csv:2:7 (column mtbf_h)        | '-100'       | a number, 0 or more                     | -",
                "tools.csv       | 50,2,,,       | 50,,,,          | tools.csv:4:8 (column mttr_h)        | nothing      | a number                                | -",
                "tools.csv       | weibull:1.3   | weibul:1.3      | tools.csv:2:9 (column failure_dist)  | 'weibul:1.3' | exponential, constant, weibull:SHAPE    | weibull",
                "tools.csv       | weibull:1.3   | weibull         | tools.csv:2:9 (column failure_dist)  | 'weibull'    | exponential, constant, weibull:SHAPE    | -",
                "tools.csv       | LOOK,single   | ETCH,single     | tools.csv:5:1 (column key)           | 'ETCH' again | each name once                          | -",
                "tools.csv       | key,kind      | keyy,kind       | tools.csv:1:1                        | no column key | a column key                           | keyy",
                "tools.csv       | count,        | cuont,          | tools.csv:1:3 (column cuont)         | 'cuont'      | a column's name                         | count",
                "recipes.csv     | bake:2x60     | bake:2*60       | recipes.csv:3:4 (column stages)      | 'spin:1x30   | NAME:COPIESxSECONDS                     | -",
                "recipes.csv     | C1,COAT       | C1,CAOT         | recipes.csv:3:2 (column tool)        | 'CAOT'       | a tool of tools.csv                     | COAT",
                "recipes.csv     | C1,COAT       | C1,SCAN         | route.csv:2:5 (column recipe)        | 'C1'         | a recipe of tool COAT                   | -",
                "recipes.csv     | 30,600        | ,600            | recipes.csv:4:5 (column interval_s)  | nothing      | a number                                | -",
                "recipes.csv     | LOOK,300      | LOOK,           | recipes.csv:5:3 (column chamber_s)   | nothing      | chamber_s, stages or                    | -",
                "maintenance.csv | ETCH,clean    | ECTH,clean      | maintenance.csv:2:1 (column tool)    | 'ECTH'       | a tool of tools.csv                     | ETCH",
                "maintenance.csv | chamber,wafer | chambers,wafer  | maintenance.csv:2:3 (column scope)   | 'chambers'   | one of tool, chamber                    | chamber",
                "maintenance.csv | tool,hours    | tool,hour       | maintenance.csv:3:4 (column trigger) | 'hour'       | one of hours, wafers                    | hours",
                "route.csv       | x,SCAN        | x,SCNA          | route.csv:3:4 (column tool)          | 'SCNA'       | one of the tool families                | SCAN",
                "route.csv       | COAT,C1       | COAT,C2         | route.csv:2:5 (column recipe)        | 'C2'         | one of the recipes                      | C1",
                "route.csv       | 0.2,a.coat    | 0.2,a.caot      | route.csv:4:7 (column rework_to)     | 'a.caot'     | a step of the route                     | a.coat",
                "route.csv       | a.coat,1      | a.coat,         | route.csv:4:8 (column rework_percent)| nothing      | a number                                | -",
                "route.csv       | 3,warn        | 3,warm          | route.csv:2:11 (column queue_policy) | 'warm'       | one of warn, rework, scrap, hold        | warn",
                "route.csv       | b.etch,b      | a.scan,b        | route.csv:5:1 (column name)          | 'a.scan' again | each name once                        | -",
                "route.csv       | S1,1,,        | S1,1.5,,        | route.csv:3:6 (column sampling)      | '1.5'        | a number from 0 to 1                                | -",
                "products.csv    | 0.9,0.1,      | 0.9,0.1,a.xy    | products.csv:2:5 (column layer_skips)| 'a.xy'       | MODULE.LAYER or MODULE.* of the route   | a.x",
                "products.csv    | P,1,0.9       | P,one,0.9       | products.csv:2:2 (column starts_share) | 'one'      | a number, 0 or more                     | -",
            })
    void shouldNameFileLineColumnValueAndWhatWasExpected(
            String file, String from, String to, String place, String found, String expected, String meant) {
        change(file, from, to == null ? "" : to);

        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.getMessage().lines()).anySatisfy(line -> assertThat(line)
                        .contains(place + ": ")
                        .contains("found " + found)
                        .contains("expected " + expected)
                        .endsWith(meant == null ? "" : "; did you mean " + meant + "?")));
    }

    @Test
    void shouldReportAllErrorsOfAllFilesAtOnce() {
        change("tools.csv", "ETCH,cluster", "ETCH,box");
        change("recipes.csv", "LOOK,300", "LOOK,long");
        change("route.csv", "3,warn", "three,warn");

        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("'box'")
                        .contains("'long'")
                        .contains("'three'"));
    }

    @Test
    void shouldAskForTheSizeThatTheTablesHave() {
        files.put("sizes.csv", "size,tool,count,starts_per_month\nsmall,ETCH,1,100\nlarge,ETCH,7,9000\n");
        change("own.yaml", "tools: tools.csv", "sizes: sizes.csv, options: {size: lagre}, tools: tools.csv");

        assertThatExceptionOfType(ScenarioException.class)
                .isThrownBy(this::read)
                .withMessageContaining("found 'lagre', expected one of small, large; did you mean large?");

        change("own.yaml", "lagre", "large");
        assertThat(group(read(), "ETCH").count).isEqualTo(7);
    }

    @Test
    void shouldLetTheScenarioFileOverrideItsTables() {
        files.put("own.yaml", SCENARIO + "tools: {ETCH: {count: 5, breakdown: {mtbf: 200 h}}}\n");

        ToolGroupDefinition etch = group(read(), "ETCH");

        assertThat(etch.count).isEqualTo(5);
        assertThat(etch.breakdowns.get(0).timeToFailure.a().value()).isEqualTo(200 * 3600e6);
        assertThat(etch.breakdowns.get(0).timeToFailure.kind()).isEqualTo(Distribution.WEIBULL);
    }
}
