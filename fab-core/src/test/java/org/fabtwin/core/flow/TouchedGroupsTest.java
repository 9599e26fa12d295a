/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.fabtwin.core.state.StateArena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TouchedGroupsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 200})
    void shouldBeASetThatGivesItsGroupsInOrder(int groups) {
        TouchedGroups touched = new TouchedGroups(new StateArena(), groups);
        TreeSet<Integer> expected = new TreeSet<>();
        SplittableRandom random = new SplittableRandom(groups);
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(3) > 0) {
                int group = random.nextInt(groups);
                touched.touch(group);
                expected.add(group);
            } else {
                int from = random.nextInt(groups + 1);
                Integer first = expected.ceiling(from);
                assertThat(touched.takeFrom(from)).isEqualTo(first == null ? TouchedGroups.NONE : first);
                expected.remove(first == null ? TouchedGroups.NONE : first);
            }
        }
    }

    @Test
    void shouldTouchForAnIdleToolOnlyWhereCarriersWait() {
        TouchedGroups touched = new TouchedGroups(new StateArena(), 3);
        touched.queueChanges(1, 2);
        touched.queueChanges(1, -1);
        touched.queueChanges(2, 1);
        touched.queueChanges(2, -1);

        for (int group = 0; group < 3; group++) {
            touched.touchIfAwaited(group);
        }

        assertThat(touched.queueLength(1)).isEqualTo(1);
        assertThat(touched.takeFrom(0)).isEqualTo(1);
        assertThat(touched.takeFrom(0)).isEqualTo(TouchedGroups.NONE);
    }
}
