/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

/**
 * A small line as a log's header tells it: four tools of four kinds, a route of four steps, of which the third is sampled and
 * sends wafers to rework, and a queue-time window from the second to the fourth.
 */
public final class TinyLine {
    public static final int SINGLE = 0;
    public static final int CLUSTER = 1;
    public static final int CASCADE = 2;
    public static final int BATCH = 3;

    /** The line's JSON with a kind of its own for the cluster's tool group. */
    public static String json(final String clusterKind) {
        return """
                {"name":"tiny line","lotMode":false,
                 "toolGroups":[
                  {"name":"SGL","area":"a","kind":"single","firstTool":0,"tools":1,"chambersPerTool":1},
                  {"name":"CLU","area":"a","kind":"%s","firstTool":1,"tools":1,"chambersPerTool":2},
                  {"name":"CAS","area":"b","kind":"cascade","firstTool":2,"tools":1,"chambersPerTool":1},
                  {"name":"BAT","area":"b","kind":"batch","firstTool":3,"tools":1,"chambersPerTool":1}],
                 "tools":["SGL-01","CLU-01","CAS-01","BAT-01"],
                 "chambers":["SGL-01","CLU-01/A","CLU-01/B","CAS-01","BAT-01"],
                 "setups":["red"],
                 "products":[{"name":"logic","zeroLoadUs":100}],
                 "lotClasses":["logic.0"],
                 "orders":[{"name":"stream","product":0,"lotClass":0}],
                 "steps":[
                  {"name":"1.clean","module":"1","product":0,"toolGroup":0,"recipe":"R","next":1,"sampled":false},
                  {"name":"1.etch","module":"1","product":0,"toolGroup":1,"recipe":"R","next":2,"sampled":false},
                  {"name":"1.measure","module":"1","product":0,"toolGroup":2,"recipe":"R","next":3,"sampled":true},
                  {"name":"2.anneal","module":"2","product":0,"toolGroup":3,"recipe":"R","next":-1,"sampled":false},
                  {"name":"rework.strip","module":"r","product":0,"toolGroup":0,"recipe":"R","next":-2,"sampled":false}],
                 "windows":[{"from":1,"to":3,"limitUs":30,"policy":"warn"}],
                 "items":[{"name":"SGL breakdown","toolGroup":0,"kind":"breakdown","perChamber":false}],
                 "parameters":[{"path":"tools.\\"SGL\\".mttr","unit":"h","factor":3600000000,"value":4}]}
                """.formatted(clusterKind);
    }

    public static HeaderLine line() {
        return HeaderLine.parse(json("cluster"));
    }

    private TinyLine() {}

    /** A log of the line with RunInfo and header. */
    public static LogSketch start(final String json) {
        return new LogSketch()
                .add("RunInfo", 0, "epoch", 7, "wallTimeMs", 1, "runId", "r", "codeVersion", "c")
                .add("LogHeader", 0, "seed", 42, "eventDetail", "WAFER", "scenarioName", "tiny", "line", json);
    }
}
