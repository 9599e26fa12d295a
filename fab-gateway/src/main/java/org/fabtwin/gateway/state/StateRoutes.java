/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.state;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.line.Line;
import org.fabtwin.gateway.http.HttpRouter;
import org.fabtwin.gateway.http.Resource;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.sim.state.LineState;
import org.fabtwin.sim.state.LoopState;
import org.fabtwin.sim.state.LotState;
import org.fabtwin.sim.state.Page;
import org.fabtwin.sim.state.QueueState;
import org.fabtwin.sim.state.StateReader;
import org.fabtwin.sim.state.ToolState;
import org.fabtwin.sim.state.WaferState;

/** Which question stands at which path. Stateless. */
public final class StateRoutes {
    private static final List<String> E10_STATES = e10States();

    private StateRoutes() {}

    /** Adds the paths below {@code /v1/state}. */
    public static void addTo(HttpRouter router, StateResource state, WaferMaps maps) {
        final Line line = state.twin().plan().line();
        final List<String> toolGroups = toolGroups(line);
        final List<String> areas = areas(line);
        final List<String> products = products(line);
        final List<String> lotClasses = lotClasses(line);
        final List<String> controllers = controllers(line);
        add(router, "line", asks(state, target -> {
            Parameters.of(target, List.of());
            return LineState::of;
        }));
        add(router, "tools", asks(state, target -> {
            final Parameters given = Parameters.of(target, List.of("after", "limit", "toolGroup", "area", "state"));
            final ToolState.Wanted wanted = new ToolState.Wanted(
                    given.oneOf("toolGroup", toolGroups), given.oneOf("area", areas), given.oneOf("state", E10_STATES));
            final Page.Request page = given.page();
            return reader -> ToolState.page(reader, wanted, page);
        }));
        add(router, "tools/*", asks(state, target -> {
            Parameters.of(target, List.of());
            return reader -> ToolState.detail(reader, last(target));
        }));
        add(router, "queues", asks(state, target -> {
            final Parameters given = Parameters.of(target, List.of("after", "limit", "area"));
            final String area = given.oneOf("area", areas);
            final Page.Request page = given.page();
            return reader -> QueueState.page(reader, area, page);
        }));
        add(router, "queues/*", asks(state, target -> {
            final int limit = Parameters.of(target, List.of("limit")).page().limit();
            return reader -> QueueState.detail(reader, last(target), limit);
        }));
        add(router, "lots", asks(state, target -> {
            final Parameters given = Parameters.of(target, List.of("after", "limit", "product", "lotClass", "state"));
            final LotState.Wanted wanted = new LotState.Wanted(
                    given.oneOf("product", products),
                    given.oneOf("lotClass", lotClasses),
                    given.oneOf("state", StateReader.CARRIER_STATES));
            final Page.Request page = given.page();
            return reader -> LotState.page(reader, wanted, page);
        }));
        add(router, "lots/*", asks(state, target -> {
            Parameters.of(target, List.of());
            final int serial = Parameters.number("lot", last(target));
            return reader -> LotState.detail(reader, serial);
        }));
        add(router, "wafers", asks(state, target -> {
            final Parameters given = Parameters.of(target, List.of("after", "limit", "product", "lot", "state"));
            final WaferState.Wanted wanted = new WaferState.Wanted(
                    given.oneOf("product", products),
                    given.number("lot"),
                    given.oneOf("state", StateReader.CARRIER_STATES));
            final Page.Request page = given.page();
            return reader -> WaferState.page(reader, wanted, page);
        }));
        add(router, "wafers/*", asks(state, target -> {
            Parameters.of(target, List.of());
            final int serial = Parameters.number("wafer", last(target));
            return reader -> WaferState.detail(reader, serial);
        }));
        add(router, "loops", asks(state, target -> {
            final Parameters given = Parameters.of(target, List.of("after", "limit", "controller"));
            final String controller = given.oneOf("controller", controllers);
            final Page.Request page = given.page();
            return reader -> LoopState.page(reader, controller, page);
        }));
        add(router, "figures", asks(state, target -> {
            Parameters.of(target, List.of());
            return StateReader::figures;
        }));
        add(router, "maps/*", maps);
    }

    private static void add(HttpRouter router, String path, Resource resource) {
        router.add(HttpMethod.GET, "/v1/state/" + path, Role.OBSERVE, resource);
    }

    private static <T> Resource asks(StateResource state, StateResource.Question<T> question) {
        return (channel, request, target) -> state.answer(channel, request, target, question);
    }

    /** What stands behind the last slash. */
    private static String last(QueryStringDecoder target) {
        return target.path().substring(target.path().lastIndexOf('/') + 1);
    }

    private static List<String> e10States() {
        final List<String> names = new ArrayList<>();
        for (int code = 0; code <= E10State.NON_SCHEDULED.value(); code++) {
            names.add(E10State.get((short) code).name());
        }
        return List.copyOf(names);
    }

    private static List<String> toolGroups(Line line) {
        final List<String> names = new ArrayList<>();
        for (int group = 0; group < line.toolGroups().size(); group++) {
            names.add(line.toolGroups().name(group));
        }
        return names;
    }

    private static List<String> areas(Line line) {
        final List<String> names = new ArrayList<>();
        for (int group = 0; group < line.toolGroups().size(); group++) {
            if (!names.contains(line.toolGroups().area(group))) {
                names.add(line.toolGroups().area(group));
            }
        }
        return names;
    }

    private static List<String> products(Line line) {
        final List<String> names = new ArrayList<>();
        for (int product = 0; product < line.products().size(); product++) {
            names.add(line.products().name(product));
        }
        return names;
    }

    private static List<String> lotClasses(Line line) {
        final List<String> names = new ArrayList<>();
        for (int lotClass = 0; lotClass < line.products().lotClassCount(); lotClass++) {
            names.add(line.products().lotClass(lotClass));
        }
        return names;
    }

    private static List<String> controllers(Line line) {
        final List<String> names = new ArrayList<>();
        for (int controller = 0; controller < line.controllers().size(); controller++) {
            names.add(line.controllers().name(controller));
        }
        return names;
    }
}
