/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as somebody describes it: plain, mutable, with names instead of ids. A scenario, an import or a test fills
 * it and {@code LineCompiler} makes the immutable {@code Line} of it. Lists keep their order: ids follow it.
 */
public final class LineDefinition {
    public String name = "line";
    /** True: lots are the moving entity and wafers are only counted (imported fabs). */
    public boolean lotMode;
    /** 0 lot, 1 wafer, 2 chamber, 3 robot: codes of {@code EventDetail}. */
    public int eventDetail = 1;
    /** How carriers and load ports go together: code of {@code HandOff}. */
    public int handOff = 1;
    /** All parameters that {@code fab params} lists beyond those that the parts below refer to. */
    public final List<Tunable> tunables = new ArrayList<>();

    public final List<ToolGroupDefinition> toolGroups = new ArrayList<>();
    public final List<RecipeDefinition> recipes = new ArrayList<>();
    public final List<ProductDefinition> products = new ArrayList<>();
    public final List<OrderDefinition> orders = new ArrayList<>();
    public final List<InitialLotDefinition> initialLots = new ArrayList<>();
    public final List<TransportDefinition> transports = new ArrayList<>();
    public final List<SetupTimeDefinition> setupTimes = new ArrayList<>();
    /** Transport by distance, instead of {@link #transports}; null = none. */
    public LayoutDefinition layout;
    /** What steps do to wafers and dies; empty where a line only moves them. */
    public final ProcessDefinition process = new ProcessDefinition();

    public final List<MeasurementDefinition> measurements = new ArrayList<>();
    public final List<ControllerDefinition> controllers = new ArrayList<>();
    public final List<ChartDefinition> charts = new ArrayList<>();

    /** Equal tools, one queue. */
    public static final class ToolGroupDefinition {
        public String name;
        public String area = "";
        /** Where carriers are brought; {@link TransportDefinition} names pairs of locations. */
        public String location = "fab";
        /** Code of {@code ToolKind}. */
        public int kind;

        public int count = 1;
        /** Names of the tools; empty = NAME-01, NAME-02 ... */
        public final List<String> toolNames = new ArrayList<>();
        /** Load ports of a tool; 0 = not known, without limit. */
        public int loadPorts;
        /** Carriers that the tool holds inside, beside those on its ports: a bound with hand-off {@code bounded}. */
        public int bufferCarriers;
        /** Time of a port between two carriers: one out, one in, docked, opened, mapped. Null = none. */
        public Tunable portExchangeTime;
        /**
         * Cluster and serial tools: name and number of copies of each stage that a wafer passes; a cluster has one
         * stage.
         */
        public final List<StageDefinition> stages = new ArrayList<>();
        /** Time that a chamber stays occupied by the robot's exchange, beyond the process time. */
        public Tunable exchangeTime;
        /** Least time between two wafers entering, set by robot, locks or front end. */
        public Tunable feedInterval;
        /**
         * Time from the load port into the first chamber, and from the last back to the port, both empty of
         * queueing. A wafer alone takes entry + process times + transfers between stages + exit; the exchange time
         * is not part of it.
         */
        public Tunable entryTime;

        public Tunable exitTime;
        /** What a carrier loses on its way out when it is not alone in the tool: the wafers before it at robot and locks. */
        public Tunable lagTime;
        /** Serial tools: transfer between two stages. */
        public Tunable transferTime;
        /** True: robots, locks and chambers work move by move; false: the flow-line form with the times above. */
        public boolean detailed;

        public final HandlingDefinition handling = new HandlingDefinition();
        /** Time for a change of setup where no {@link SetupTimeDefinition} says otherwise. */
        public Tunable setupTime;
        /** Cascades: copies of each reticle, the thing that a setup is; 0 = setups are no things. */
        public int reticleCopies;
        /** Time that a reticle takes to come to a tool; null = none. */
        public Tunable reticleMoveTime;
        /** Codes of {@code Criterion}, most important first; empty = FIFO. */
        public final List<Integer> criteria = new ArrayList<>();

        public final List<BreakdownDefinition> breakdowns = new ArrayList<>();
        public final List<MaintenanceDefinition> maintenance = new ArrayList<>();
    }

    /** What moves wafers inside a cluster or serial tool. Absent times are 0. */
    public static final class HandlingDefinition {
        /** Arms of the robot that serves the chambers: 1 (pull) or 2 (swap). */
        public int arms = 1;
        /** One pick or place, move included. */
        public Tunable action;
        /** Arms of the front end's robot. */
        public int frontArms = 2;
        /** One pick or place of the front end; null = the robot serves the ports. */
        public Tunable frontAction;
        /** Load locks; 0 = wafers are handed over at atmosphere. */
        public int locks;
        /** Wafers of one lock. */
        public int slots = 1;

        public Tunable pump;
        public Tunable vent;
        /** Aligner, cooling, cleaner: passed on the way out, without limit. */
        public Tunable extraLatency;
    }

    /** One stage of a cluster or serial tool. */
    public record StageDefinition(String name, int copies) {}

    /** A cause of unscheduled down time. */
    public static final class BreakdownDefinition {
        public String name = "breakdown";
        /** True: each chamber has its own process; false: the whole tool. */
        public boolean perChamber;
        /**
         * Which tools (from 0) or, per chamber, which chambers (tool times chambers per tool + chamber, all stages
         * counted) of the group have it; empty = all.
         */
        public final List<Integer> places = new ArrayList<>();
        /** True: time to failure runs only while the tool is productive. */
        public boolean busyTime;

        public DistributionDefinition timeToFailure;
        public DistributionDefinition timeToRepair;
        /** Time to the first failure; null = like any other. */
        public DistributionDefinition firstFailure;
    }

    /** Planned maintenance. */
    public static final class MaintenanceDefinition {
        public String name = "maintenance";
        public boolean perChamber;
        /** As {@link BreakdownDefinition#places}. */
        public final List<Integer> places = new ArrayList<>();
        /** True: the period counts wafers through the tool (or chamber); false: it is time, start to start. */
        public boolean byWafers;

        public Tunable period;
        public DistributionDefinition duration;
        /** Wafers that run through the chamber after it, unproductive. Null = none. */
        public Tunable seasoningWafers;
        /** First occurrence of the last tool of the group; the k-th of n tools gets k/n of it. Null = the period. */
        public Tunable firstOccurrence;

        public boolean redrawsOffset;
        /** Chambers process a wafer after it that is measured before, or while, products go on. Null = none. */
        public QualificationDefinition qualification;
    }

    /** A wafer without product that each chamber processes after a maintenance, to find its loops' offsets. */
    public static final class QualificationDefinition {
        /** 1, or 0 = none is processed. */
        public Tunable enabled;
        /** Time in the chamber, handling included. */
        public Tunable time;
        /** From then to the result. */
        public Tunable delay;
        /** 1: the equipment takes no product before the result; 0: it does, with the offsets that it has. */
        public Tunable waits;
    }

    /** How long a step takes on its tool. */
    public static final class RecipeDefinition {
        public String name;
        /** Code of {@code ProcessUnit}: per wafer, per lot, per batch. */
        public int unit;
        /** Lot-mode kinds: process time per unit. Cascade: latency of a wafer. */
        public DistributionDefinition processTime;
        /** Cluster and serial tools: process time of each stage of the tool group. */
        public final List<DistributionDefinition> stageTimes = new ArrayList<>();
        /** Cascade kinds: time between two units entering. Null = the process time. */
        public Tunable interval;

        public Tunable loadTime;
        public Tunable unloadTime;
    }

    /** What is made, on which route. */
    public static final class ProductDefinition {
        public String name;
        public final List<StepDefinition> route = new ArrayList<>();
        /** Steps that reworked wafers pass before they return; empty = they go straight back. */
        public final List<StepDefinition> rework = new ArrayList<>();
        /** Its dies; null = its wafers are not tested. */
        public ProcessDefinition.DieDefinition die;
    }

    /** One step of a route. */
    public static final class StepDefinition {
        public String name;
        public String module = "";
        public String toolGroup;
        public String recipe;
        /** Share of wafers (lot mode: of lots) that do the step; null = all. */
        public Tunable sampling;
        /** Instead of {@link #sampling} (which then only says what to expect): one of so many wafers that come by. */
        public Tunable samplingEvery;
        /**
         * Beyond it: so many wafers after a maintenance of the tool that did their last step without sampling are all measured. Null =
         * none.
         */
        public Tunable samplingAfterMaintenance;
        /** Beyond it: a wafer is measured when none of that tool has been for longer. Null = never for that. */
        public Tunable samplingUnmeasuredFor;
        /** Probability that a wafer that did the step is held after it, and for how long; null = none. */
        public Tunable holdProbability;

        public DistributionDefinition holdTime;
        /** True: the carrier's other wafers wait for those that are held; false: they go on and those travel alone. */
        public boolean holdTogether;
        /** The others go on, those that were held join them again further on. */
        public boolean holdJoins;
        /** Name of the step to go back to, and the probability after this step; null = no rework. */
        public String reworkTo;

        public Tunable reworkProbability;
        /**
         * True: wafers that come back from rework always do this step, whatever {@link #sampling} says, until they
         * have passed the step that sent them to rework. Set at that step and at the measurements before it.
         */
        public boolean remeasure;
        /** True: the rework draw sends the whole carrier back; false: single wafers are split off. */
        public boolean reworkWholeCarrier;
        /** Setup that the tool must be in, empty = any; and whether it is done each time. */
        public String setup = "";

        public boolean setupAlways;
        /** Duration of this step's setup; null = by setup pair or tool group. */
        public Tunable setupTime;
        /** After a change to this setup, so many starts before the next change. 0 = no minimum. */
        public int minimumRun;
        /** Queue-time window that opens at the end of this step. */
        public String queueTo;

        public Tunable queueLimit;
        /** Code of {@code QueuePolicy}. */
        public int queuePolicy;
        /** What {@link ProcessDefinition.QueueEffectDefinition} names windows by; empty = none. */
        public String queueClass = "";
        /** Name of the {@link ProcessDefinition.DefectSourceDefinition} of the step; null = it adds no defects. */
        public String defects;
        /** Name of a later step that must use the same tool; null = none. */
        public String dedicateTo;
        /** Numbers (from 0) of the group's tools that may run the step; empty = all. */
        public final List<Integer> qualifiedTools = new ArrayList<>();
        /** Chambers that may not run the step: number of the tool (from 0) times chambers of a tool, plus number in the tool. */
        public final List<Integer> chambersLeftOut = new ArrayList<>();
        /** Batch tools, in wafers; a carrier may start alone where both are 0. */
        public int batchMinimum;

        public int batchMaximum;
        /**
         * Carriers batch together when this text is equal; empty = joins any batch; null = same product and step.
         * Carriers whose steps have different recipes never share a batch.
         */
        public String batchFamily;
        /** At most so many carriers of this product in one batch; 0 = no bound. */
        public int batchMostOfProduct;
    }

    /** A stream of releases. */
    public static final class OrderDefinition {
        public String name;
        public String product;
        /** Lot class for the figures; null = the order's name. */
        public String lotClass;

        public int priority;
        /** Wafers of a lot, and of the carriers that it travels in. */
        public int wafers = 1;
        /**
         * Each lot has {@link #wafers} up to so many wafers, every number as likely; 0 = all lots have {@link
         * #wafers}.
         */
        public int wafersMaximum;

        public DistributionDefinition interval;
        /**
         * CONWIP, instead of the interval: lots of the order in the line; the next is released when one leaves. Null = none.
         */
        public Tunable lotsInLine;

        public Tunable first;
        /** Releases in all; negative = no end; 0 = none but by command. */
        public int releases = -1;

        public int lotsPerRelease = 1;
        /** Due date after release; null = none. */
        public Tunable dueAfter;
    }

    /**
     * A lot of its own: work in process, which stands before a step at the origin, or a lot that is released at a
     * known time.
     *
     * @param step null for a lot that is released: it starts at the first step of its route.
     * @param releaseUs time of the release, 0 for work in process.
     */
    public record InitialLotDefinition(
            String order,
            String product,
            String lotClass,
            int priority,
            int wafers,
            String step,
            long dueUs,
            long releaseUs) {
        /** Work in process. */
        public InitialLotDefinition(
                String order, String product, String lotClass, int priority, int wafers, String step, long dueUs) {
            this(order, product, lotClass, priority, wafers, step, dueUs, 0);
        }
    }

    /** Transport time between two locations. */
    public record TransportDefinition(String from, String to, DistributionDefinition time) {}

    /** Time to change a tool of {@code toolGroup} (null = any) from one setup (null = any) to another. */
    public record SetupTimeDefinition(String toolGroup, String from, String to, Tunable time) {}
}
