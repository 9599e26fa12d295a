/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.smt2020;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.fabtwin.core.line.definition.LineDefinition;

/** Everything that a definition says, as text that can be compared. */
final class Definitions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Definitions() {}

    static String json(final LineDefinition definition) {
        try {
            return JSON.writeValueAsString(definition);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
