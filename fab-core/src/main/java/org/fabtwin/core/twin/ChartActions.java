/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.twin;

import org.fabtwin.core.dispatch.Dispatcher;
import org.fabtwin.core.equipment.Equipment;
import org.fabtwin.core.event.HoldReason;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.line.Charts;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.metrology.Signals;
import org.fabtwin.core.state.Parameters;

/** Does what control charts want done, in the instant of their signal. Single-threaded: the twin's thread only. */
final class ChartActions {
    private final Charts charts;
    private final Parameters parameters;
    private final Signals signals;
    private final Lots lots;
    private final Carriers carriers;
    private final Dispatcher dispatcher;
    private final Equipment equipment;

    ChartActions(
            Charts charts,
            Parameters parameters,
            Signals signals,
            Lots lots,
            Carriers carriers,
            Dispatcher dispatcher,
            Equipment equipment) {
        this.charts = charts;
        this.parameters = parameters;
        this.signals = signals;
        this.lots = lots;
        this.carriers = carriers;
        this.dispatcher = dispatcher;
        this.equipment = equipment;
    }

    void apply(long nowUs) {
        for (int row = 0; row < signals.count(); row++) {
            int chart = signals.chart(row);
            if (charts.holds(chart)) {
                hold(signals.lot(row), nowUs);
            }
            if (charts.downTime(chart) != ParameterTable.NONE) {
                equipment.chartDown(signals.chamber(row), parameters.us(charts.downTime(chart)), nowUs);
            }
        }
        signals.clear();
    }

    private void hold(int lotSerial, long nowUs) {
        for (int carrier = 0; carrier < carriers.used(); carrier++) {
            if (carriers.isLive(carrier) && lots.serial(carriers.lot(carrier)) == lotSerial) {
                dispatcher.requestHold(carrier, HoldReason.CHART, nowUs);
            }
        }
    }
}
