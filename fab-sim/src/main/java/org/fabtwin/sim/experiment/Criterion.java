/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.sim.scenario.Quantity;
import org.fabtwin.sim.statistics.Estimate;

/**
 * What a gate demands of a figure: {@code classes.accel.normal.cycleTimeDays.p95 <= 30 d with 95 % confidence}. It is about the
 * figure's expectation: the mean that more and more replications would come to.
 *
 * @param text as somebody wrote it.
 * @param figure its path.
 * @param isUpperBound whether the figure may not be above the bound; false: not below.
 * @param bound in the figure's unit.
 * @param confidence that either verdict has to have.
 */
public record Criterion(String text, String figure, boolean isUpperBound, double bound, double confidence) {
    /** How a phrase that may be said in place of a path begins, and what path it means: # is the name. */
    private static final Map<String, String> PHRASES = phrases();

    private static final Pattern FORM =
            Pattern.compile("\\s*(.+?)\\s*(<=|>=|<|>)\\s*(.+?)(?:\\s+with\\s+([0-9.]+)\\s*%\\s+confidence)?\\s*");

    private static Map<String, String> phrases() {
        final Map<String, String> phrases = new java.util.LinkedHashMap<>();
        phrases.put("cycle time mean of ", "classes.#.cycleTimeDays.mean");
        phrases.put("cycle time median of ", "classes.#.cycleTimeDays.p50");
        phrases.put("cycle time p50 of ", "classes.#.cycleTimeDays.p50");
        phrases.put("cycle time p95 of ", "classes.#.cycleTimeDays.p95");
        phrases.put("cycle time of ", "classes.#.cycleTimeDays.mean");
        phrases.put("flow factor of ", "classes.#.flowFactor");
        phrases.put("on time of ", "classes.#.onTimePercent");
        phrases.put("completed lots of ", "classes.#.completed");
        phrases.put("utilisation of ", "toolGroups.#.utilisation");
        phrases.put("availability of ", "toolGroups.#.availability");
        phrases.put("wait of ", "toolGroups.#.meanWaitHours");
        return phrases;
    }

    /**
     * Reads one.
     *
     * @param defaultConfidence where it names none.
     * @throws IllegalArgumentException in words for the user, when it is none.
     */
    public static Criterion of(String text, double defaultConfidence) {
        final Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        final String figure = path(form.group(1));
        final Quantity bound = Quantity.of(form.group(3));
        if (bound == null || figure.indexOf(' ') >= 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        final double confidence = form.group(4) == null ? defaultConfidence : Double.parseDouble(form.group(4)) / 100;
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("a confidence above 50 and below 100 %");
        }
        return new Criterion(
                text.strip(),
                figure,
                form.group(2).startsWith("<"),
                FigureUnit.of(figure).number(bound, form.group(3)),
                confidence);
    }

    /** What a criterion looks like. */
    static final String EXPECTED =
            "a figure, <= or >=, a bound, such as 'classes.Pa.cycleTimeDays.p95 <= 30 d with 95 % "
                    + "confidence' or 'cycle time p95 of Pa <= 30 d'";

    private static String path(String words) {
        for (final Map.Entry<String, String> phrase : PHRASES.entrySet()) {
            if (words.startsWith(phrase.getKey())) {
                return phrase.getValue()
                        .replace("#", words.substring(phrase.getKey().length()).strip());
            }
        }
        return words;
    }

    /** What the observations say of it. */
    public enum Verdict {
        /** Met, with the confidence that was asked for. */
        PASS,
        /** Not met, with that confidence. */
        FAIL,
        /** The evidence is not enough for either. */
        UNDECIDED
    }

    /**
     * Judges by one-sided bounds of the mean.
     *
     * @param estimate of the figure, of any confidence.
     */
    public Verdict judge(Estimate estimate) {
        if (estimate.count() < 2) {
            return Verdict.UNDECIDED;
        }
        // A one-sided bound is an end of the two-sided interval with twice the error.
        final Estimate bounds = estimate.at(2 * confidence - 1);
        if (isUpperBound ? bounds.high() <= bound : bounds.low() >= bound) {
            return Verdict.PASS;
        }
        return (isUpperBound ? bounds.low() > bound : bounds.high() < bound) ? Verdict.FAIL : Verdict.UNDECIDED;
    }

    /** The demand in one form, whatever words it was written in. */
    public String demand() {
        return String.format(Locale.ROOT, "%s %s", isUpperBound ? "<=" : ">=", FigureNumber.text(bound))
                + (FigureUnit.of(figure).name().isEmpty()
                        ? ""
                        : " " + FigureUnit.of(figure).name());
    }
}
