/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * What process steps do to wafers and what that does to dies, as somebody describes it. Empty: the line moves wafers and knows
 * nothing of their quality. Own units hold here too: lengths are millimetres, voltages millivolts, shares plain numbers.
 */
public final class ProcessDefinition {
    public final List<CriticalParameterDefinition> parameters = new ArrayList<>();
    public final List<DefectSourceDefinition> defects = new ArrayList<>();
    public final List<QueueEffectDefinition> queueEffects = new ArrayList<>();
    public final List<SystematicLossDefinition> systematicLosses = new ArrayList<>();
    public final List<EdgePlacementDefinition> edgePlacements = new ArrayList<>();
    public final List<ExcursionDefinition> excursions = new ArrayList<>();
    /** Shape of the gamma factor of the defect densities; null or 0 = no clustering. */
    public Tunable clusteringAlpha;
    /** Code of {@code ClusteringScope}. */
    public int clusteringScope;
    /** Factor on all defect densities; null = 1. */
    public Tunable defectScale;
    /** Vt that changes leakage tenfold; null = leakage does not follow Vt. */
    public Tunable subthresholdSwing;
    /** Relative change of speed per millivolt of mean Vt; null = none. */
    public Tunable speedPerVt;

    public boolean isEmpty() {
        return parameters.isEmpty() && defects.isEmpty() && systematicLosses.isEmpty();
    }

    /** A quantity on the wafer that yield depends on; its numbers are deviations from the target but for the first three. */
    public static final class CriticalParameterDefinition {
        public String name;
        /** Unit in which people write it, and one of it in own units. */
        public String unit = "";

        public double unitFactor = 1;
        /** True: overlay in x and y, with scale and rotation. */
        public boolean overlay;
        /** True: a die outside of lower..upper fails. */
        public boolean kill;

        public Tunable target;
        public Tunable lower;
        public Tunable upper;
        /** Name of the step that sets it. */
        public String setStep;
        /** Name of the step that measures it; null = none. */
        public String measureStep;
        /** Which transistor flavours feel {@link #vt}: bits 0, 1, 2 for a, b, c. */
        public int flavours = 7;

        public Tunable vt;
        public Tunable speed;
        public Tunable leakage;
        public Tunable viaResistance;
        public Tunable tool;
        public Tunable chamber;
        public Tunable afterMaintenance;
        /** Per wafer since maintenance, up to {@link #driftMost} either way. */
        public Tunable drift;

        public Tunable driftMost;
        /** True: IMA(1,1) with theta; false: AR(1) with phi. */
        public boolean integrated;

        public Tunable coefficient;
        public Tunable wafer;
        public Tunable firstWafer;
        /** Wafers after a change of recipe in which the first-wafer effect falls to 1/e. */
        public Tunable firstWaferDecay;

        public Tunable bowl;
        public Tunable edge;
        public Tunable edgeSpread;
        /** Null = no edge term. */
        public Tunable edgeLength;

        public Tunable intrafield;
        public Tunable die;
        /** Overlay per millimetre. */
        public Tunable scale;

        public Tunable rotation;
        public final List<InheritanceDefinition> inherits = new ArrayList<>();
    }

    /** A parameter takes over {@code sensitivity} times the deviation of one that was set before it. */
    public record InheritanceDefinition(String from, Tunable sensitivity) {}

    /** Defects that the steps of one tool group add; densities per square centimetre in own units (per square millimetre). */
    public static final class DefectSourceDefinition {
        public String name;
        public Tunable density;
        /** Share of them that kill the die they fall on. */
        public Tunable killRatio;
    }

    /** What waiting in a queue-time window does: shift * ln(1 + (t - free) / tau). */
    public static final class QueueEffectDefinition {
        public String name;
        /** Class of the window. */
        public String queueClass;
        /** The opening step's name matches the pattern's start; empty = all of the class. */
        public String steps = "";
        /** Parameter that is shifted; null = killing defects are added, {@link #shift} per area. */
        public String parameter;

        public Tunable shift;
        public Tunable free;
        public Tunable tau;
    }

    /** Dies lost to design and layout, whatever the process does. */
    public static final class SystematicLossDefinition {
        public String name;
        /** Product that it concerns; null = all. */
        public String product;
        /** Step that it is booked under; null = none. */
        public String step;

        public Tunable share;
        /** Ring of die centres that it concerns; null = from the centre, up to the edge. */
        public Tunable from;

        public Tunable to;
    }

    /**
     * A via fails where |overlay| + 3 sqrt(s_overlay^2 + (s_width1^2 + s_width2^2) / 4 + roughness^2) exceeds the margin, with the die
     * deviations as s (edge placement error).
     */
    public static final class EdgePlacementDefinition {
        public String name;
        public String overlay;
        public String width1;
        public String width2;
        public Tunable roughness;
        public Tunable margin;
    }

    /** Something that leaves its usual state. */
    public static final class ExcursionDefinition {
        public String name;
        /** Code of {@code ExcursionKind}. */
        public int kind;
        /** Names of the chambers that it can strike. */
        public final List<String> chambers = new ArrayList<>();
        /** Parameter concerned: jump, drift, edge ring. */
        public String parameter;

        public Tunable size;
        /** Wafers until somebody ends it; null = until the next maintenance that redraws the chamber's offset. */
        public Tunable wafers;
        /** At this time in each of the chambers; null = by {@link #gap}, or by command only. */
        public Tunable at;
        /** Time between two of them in one chamber. */
        public DistributionDefinition gap;
    }

    /** Dies of a product. */
    public static final class DieDefinition {
        public double widthMm;
        public double heightMm;
        public double scribeMm;
        public double edgeExclusionMm;
        public Tunable harvestBlocks;
        public Tunable harvestNeeded;
        public Tunable harvestFatalShare;
        public Tunable vtLimit;
        public Tunable speedLeast;
        /** Leakage over its median at most. */
        public Tunable leakageMost;

        public Tunable viaResistanceMost;
        public final List<BinDefinition> bins = new ArrayList<>();
    }

    /** A bin takes what reaches its speed and stays below its leakage; the first of a product's that fits. */
    public record BinDefinition(String name, Tunable speedLeast, Tunable leakageMost) {}
}
