/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TwinConstantsTest {
    private static final Set<String> SINGLE = Set.of(Root.class.getName(), Part.class.getName(), Inner.class.getName());

    @Test
    void shouldFindFieldsOfObjectsWhereverTheyHang() {
        Part part = new Part(7, new Inner("deep"));
        Root root = new Root(part, part);

        Object[] values = new TwinConstants(root, SINGLE)
                .values(List.of(
                        Part.class.getName() + " size",
                        Inner.class.getName() + " name",
                        Part.class.getName(),
                        Inner.class.getName() + " TABLE"));

        assertThat(values).containsExactly(7, "deep", part, Inner.TABLE);
    }

    @Test
    void shouldGiveWhatAFieldHoldsAtFirstForAnObjectThatIsNotThere() {
        Root root = new Root(new Part(7, null), null);

        Object[] values = new TwinConstants(root, SINGLE)
                .values(List.of(
                        Inner.class.getName(), Inner.class.getName() + " name", Inner.class.getName() + " count"));

        assertThat(values).containsExactly(null, null, 0L);
    }

    @Test
    void shouldRefuseTwoObjectsOfOneClass() {
        Root root = new Root(new Part(1, null), new Part(2, null));

        assertThatThrownBy(() -> new TwinConstants(root, SINGLE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Part.class.getName())
                .hasMessageContaining("second");
    }

    private static final class Root {
        private final Part first;
        private final Part second;

        Root(Part first, Part second) {
            this.first = first;
            this.second = second;
        }
    }

    private static final class Part {
        private final int size;
        private final Inner inner;

        Part(int size, Inner inner) {
            this.size = size;
            this.inner = inner;
        }
    }

    private static final class Inner {
        private static final int[] TABLE = {1, 2};

        private final String name;
        private final long count = TABLE.length;

        Inner(String name) {
            this.name = name;
        }
    }
}
