/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

/**
 * Steps of all routes, product after product: first a product's route, then the steps that its reworked wafers pass.
 * Immutable.
 */
public final class Steps {
    /** {@link #next} of the last step of a route. */
    public static final int END = -1;
    /** {@link #next} of the last step of a rework path: the carrier knows where it returns to. */
    public static final int RETURN = -2;

    // Words of a step's row: what nearly every carrier that comes by is asked about.
    static final int TOOL_GROUP = 0;
    static final int RECIPE = 1;
    static final int NEXT = 2;
    static final int SAMPLING = 3;
    static final int ENDS_PLAINLY = 4;
    static final int KEY_LOW = 5;
    static final int KEY_HIGH = 6;
    static final int SETUP = 7;
    static final int DEDICATION_USED = 8;
    static final int ALIKE = 9;
    static final int DEDICATION_SAVED = 10;
    static final int WINDOW_OPENED = 11;
    static final int REWORK_TO = 12;
    static final int SETUP_TIME = 13;
    static final int MINIMUM_RUN = 14;
    private static final int SHIFT = 4;

    /** One line of the cache a step. */
    private final int[] rows;

    final String[] name;
    final String[] module;
    final int[] product;
    final int[] ordinal;
    final int[] samplingRule;
    SamplingRules samplingRules;
    final int[] holdProbability;
    final int[] holdTime;
    final boolean[] holdTogether;
    final boolean[] holdJoins;
    final int[] reworkFirst;
    final int[] reworkProbability;
    final boolean[] remeasure;
    final boolean[] reworkWholeCarrier;
    final boolean[] setupAlways;
    final long[][] qualified;
    ChamberSets chamberSets;
    boolean anyQualified;
    final int[] batchMinimum;
    final int[] batchMaximum;
    final int[] batchFamily;
    final int[] batchMostOfProduct;
    final double[] zeroLoadUs;
    final double[] processUs;
    final double[] remainingUs;

    Steps(int n) {
        rows = new int[n << SHIFT];
        name = new String[n];
        module = new String[n];
        product = new int[n];
        ordinal = new int[n];
        samplingRule = new int[n];
        holdProbability = new int[n];
        holdTime = new int[n];
        holdTogether = new boolean[n];
        holdJoins = new boolean[n];
        reworkFirst = new int[n];
        reworkProbability = new int[n];
        remeasure = new boolean[n];
        reworkWholeCarrier = new boolean[n];
        setupAlways = new boolean[n];
        qualified = new long[n][];
        batchMinimum = new int[n];
        batchMaximum = new int[n];
        batchFamily = new int[n];
        batchMostOfProduct = new int[n];
        zeroLoadUs = new double[n];
        processUs = new double[n];
        remainingUs = new double[n];
    }

    private static int at(int step, int word) {
        return (step << SHIFT) + word;
    }

    void set(int step, int word, int value) {
        rows[at(step, word)] = value;
    }

    void key(int step, long value) {
        set(step, KEY_LOW, (int) value);
        set(step, KEY_HIGH, (int) (value >>> 32));
    }

    public int size() {
        return name.length;
    }

    public String name(int step) {
        return name[step];
    }

    public String module(int step) {
        return module[step];
    }

    /** Identity of a step in draws: a hash of its name, the same on each product's route. */
    public long key(int step) {
        return rows[at(step, KEY_LOW)] & 0xFFFF_FFFFL | (long) rows[at(step, KEY_HIGH)] << 32;
    }

    public int product(int step) {
        return product[step];
    }

    /** Place in its route, from 0. */
    public int ordinal(int step) {
        return ordinal[step];
    }

    public int toolGroup(int step) {
        return rows[at(step, TOOL_GROUP)];
    }

    public int recipe(int step) {
        return rows[at(step, RECIPE)];
    }

    /** The following step, {@link #END} or {@link #RETURN}. */
    public int next(int step) {
        return rows[at(step, NEXT)];
    }

    /** Parameter id of the share of wafers (lot mode: lots) that do the step, NONE = all. */
    public int sampling(int step) {
        return rows[at(step, SAMPLING)];
    }

    /** Sampling of the step beyond its share: row of {@link #samplingRules}, {@link SamplingRules#NONE} without. */
    public int samplingRule(int step) {
        return samplingRule[step];
    }

    public SamplingRules samplingRules() {
        return samplingRules;
    }

    /** Parameter id of the probability that a wafer is held after the step, NONE = none is. */
    public int holdProbability(int step) {
        return holdProbability[step];
    }

    /** Distribution id of the time that it is held. */
    public int holdTime(int step) {
        return holdTime[step];
    }

    /** Whether the carrier's other wafers wait for those that are held. */
    public boolean isHeldTogether(int step) {
        return holdTogether[step];
    }

    /** Whether those that are held join the others again further on. */
    public boolean isJoinedAfterHold(int step) {
        return holdJoins[step];
    }

    /** Step that reworked wafers return to, -1 = the step asks for no rework. */
    public int reworkTo(int step) {
        return rows[at(step, REWORK_TO)];
    }

    /** First step of the path that reworked wafers pass before they return, -1 = none. */
    public int reworkFirst(int step) {
        return reworkFirst[step];
    }

    /** Parameter id of the probability that a wafer processed here needs rework. */
    public int reworkProbability(int step) {
        return reworkProbability[step];
    }

    public boolean remeasure(int step) {
        return remeasure[step];
    }

    public boolean reworkWholeCarrier(int step) {
        return reworkWholeCarrier[step];
    }

    /** Setup that the tool must be in, -1 = any. */
    public int setup(int step) {
        return rows[at(step, SETUP)];
    }

    public boolean setupAlways(int step) {
        return setupAlways[step];
    }

    /** Parameter id of this step's own setup time, NONE = by pair or group. */
    public int setupTime(int step) {
        return rows[at(step, SETUP_TIME)];
    }

    public int minimumRun(int step) {
        return rows[at(step, MINIMUM_RUN)];
    }

    /** Queue-time window that opens at the end of the step, -1 = none. */
    public int windowOpened(int step) {
        return rows[at(step, WINDOW_OPENED)];
    }

    /** Place in a carrier's dedications where the tool of this step is kept, -1 = not kept. */
    public int dedicationSaved(int step) {
        return rows[at(step, DEDICATION_SAVED)];
    }

    /** Place in a carrier's dedications that names the tool for this step, -1 = any tool. */
    public int dedicationUsed(int step) {
        return rows[at(step, DEDICATION_USED)];
    }

    /**
     * Number of the set of steps at the tool group that this one belongs to: of one set, whichever tool may take a carrier of one step
     * may take a carrier of another, after the same setup. -1 = in none.
     */
    public int alike(int step) {
        return rows[at(step, ALIKE)];
    }

    /** Whether nothing is to be done or drawn when a step ends: no tool to keep, no rework, no hold, no window that opens. */
    public boolean endsPlainly(int step) {
        return rows[at(step, ENDS_PLAINLY)] != 0;
    }

    void findPlainEnds() {
        for (int step = 0; step < size(); step++) {
            boolean plain = dedicationSaved(step) < 0
                    && reworkTo(step) < 0
                    && holdProbability(step) == ParameterTable.NONE
                    && windowOpened(step) < 0;
            set(step, ENDS_PLAINLY, plain ? 1 : 0);
        }
    }

    /** {@link #alike} is below this. */
    public static final int MOST_ALIKE = Long.SIZE;

    /** Whether the k-th tool of the group may run the step. */
    public boolean isQualified(int step, int k) {
        long[] words = qualified[step];
        return words == null || (words[k >> 6] & (1L << k)) != 0;
    }

    public boolean hasQualification(int step) {
        return anyQualified && qualified[step] != null;
    }

    /** Which chambers of a tool may run which steps. */
    public ChamberSets chamberSets() {
        return chamberSets;
    }

    /** Least wafers of a batch. */
    public int batchMinimum(int step) {
        return batchMinimum[step];
    }

    /** Most wafers of a batch. */
    public int batchMaximum(int step) {
        return batchMaximum[step];
    }

    /** Carriers of one family batch together; {@link #ANY_FAMILY} joins any. */
    public int batchFamily(int step) {
        return batchFamily[step];
    }

    /** {@link #batchFamily} that joins any batch. */
    public static final int ANY_FAMILY = -1;

    public int batchMostOfProduct(int step) {
        return batchMostOfProduct[step];
    }

    /** Expected time at the step in an empty line, transport to it included, not weighted by sampling. */
    public double zeroLoadUs(int step) {
        return zeroLoadUs[step];
    }

    /** Expected time at the step's tool in an empty line, not weighted by sampling. */
    public double processUs(int step) {
        return processUs[step];
    }

    /** Expected work from this step to the end of the route (tool times, weighted by sampling). */
    public double remainingUs(int step) {
        return remainingUs[step];
    }
}
