/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.planted.core.flow;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.fabtwin.planted.core.equipment.PlantedTool;

/** Breaks the rules of the core; CoreRulesTest shows that each is noticed. */
public final class LeakyLots {
    private static final int[] TABLE = {1, 2, 3};
    private static long total;

    private final List<String> names = List.of("Lot_1");
    private final int[] steps = new int[8];
    private final ArrayList<Integer> held = new ArrayList<>();
    private final AtomicLong serial = new AtomicLong();
    private int count;

    public String release(final PlantedTool tool) {
        total += TABLE[count++];
        held.add(steps[0]);
        Logger.getLogger(names.get(0)).info(Path.of("lots").toString());
        return URI.create("lot:" + serial.incrementAndGet()) + tool.name() + total;
    }
}
