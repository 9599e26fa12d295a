/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventDocumentTest {
    /** Surefire runs in the module's folder. */
    private static final Path FILE = Path.of("..", "docs", "EVENTS.md");

    @Test
    void shouldFindCommittedDocumentUpToDate() throws IOException {
        final String rendered = EventDocument.render(EventTable.table());
        if (Boolean.getBoolean("fab.update")) {
            Files.writeString(FILE, rendered);
        }

        assertThat(FILE)
                .as("stale: run the test with -Dfab.update=true")
                .content()
                .isEqualTo(rendered);
    }
}
