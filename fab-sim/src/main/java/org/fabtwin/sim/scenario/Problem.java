/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.scenario;

/**
 * One error of a scenario.
 *
 * @param path field, for example {@code tools.CCP.breakdown.mtbf}; empty for the file as a whole.
 * @param found the value found, or what is wrong where there is no value.
 * @param expected what would be right.
 * @param nearest the known name nearest to a misspelt one, else empty.
 */
public record Problem(Position position, String path, String found, String expected, String nearest) {
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        final String place = position.toString();
        if (!place.isEmpty()) {
            text.append(place).append(": ");
        }
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append("found ").append(found).append(", expected ").append(expected);
        if (!nearest.isEmpty()) {
            text.append("; did you mean ").append(nearest).append('?');
        }
        return text.toString();
    }
}
