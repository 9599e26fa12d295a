/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabtwin.gateway.client.StreamClient;
import org.fabtwin.gateway.client.TrustedClient;
import org.fabtwin.gateway.wire.StreamPlace;
import org.fabtwin.sim.cli.CommandFailure;
import org.fabtwin.sim.cli.EventOptions;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.SimulatedTime;
import org.fabtwin.sim.cli.StopSignal;
import org.fabtwin.sim.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code fab tail}: prints the events that a gateway serves, as they happen. */
@Command(
        name = "tail",
        description = {
            "Print the events of a line that 'fab serve' runs, as they happen, filtered as with 'fab events'. After a break it goes on "
                    + "behind the last event that it has got. What is no event (breaks, lost events) is told on standard error. It ends "
                    + "when the server ends the stream in order, or with Ctrl-C."
        },
        footer = {
            "%nExamples:",
            "  fab tail http://localhost:8088",
            "  fab tail http://localhost:8088 --from earliest --type LotCompleted --format ndjson",
            "  fab tail https://twin.example.com:8088 --ca ca.pem --token-file token --tool CCP-01",
            "%nThe token may be in the environment too: FAB_TOKEN."
        })
public final class TailCommand implements Subcommand {
    /** Reads {@code --from}: a parameter of the query. */
    public static final class StartConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.equals("earliest") || text.equals("latest")) {
                return "from=" + text;
            }
            try {
                return text.indexOf(':') >= 0
                        ? "from=" + StreamPlace.parse(text)
                        : "time="
                                + URLEncoder.encode(
                                        new SimulatedTime.Converter()
                                                        .convert(text)
                                                        .us() + " us",
                                        StandardCharsets.UTF_8);
            } catch (IllegalArgumentException | TypeConversionException e) {
                throw new TypeConversionException(
                        "expected earliest, latest, a place such as 0:4096, or a simulated time such as 12h, "
                                + "found '" + text + "'");
            }
        }
    }

    @Parameters(paramLabel = "URL", description = "Address of the gateway, such as http://localhost:8088.")
    private URI server;

    @Mixin
    private EventOptions events;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "latest",
            converter = StartConverter.class,
            description =
                    "Where to start: earliest, latest (default), a place such as 0:4096 (epoch:position), or a simulated time "
                            + "(days, or with a unit: 12h).")
    private String start;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds the bearer token. Default: the environment's FAB_TOKEN, if set.")
    private Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust with https, instead of those of the JVM.")
    private Path authorities;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkServer();
        final String token = token();
        final PrintWriter out = spec.commandLine().getOut();
        final EventPrinter printer = new EventPrinter(out, this::remark, events.isNdjson(), events.limit());
        try (StopSignal stop = StopSignal.listen()) {
            final StreamClient client =
                    new StreamClient(TrustedClient.of(authorities), server, token, filter(), start, printer);
            client.run(() -> stop.isWanted() || printer.isDone());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            out.flush();
        }
        return ExitCode.OK;
    }

    private void checkServer() {
        final String scheme = server.getScheme();
        if (scheme == null || !(scheme.equals("http") || scheme.equals("https")) || server.getHost() == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "URL: expected an address such as http://localhost:8088, found '" + server + "'");
        }
        if (server.getQuery() != null || server.getFragment() != null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "URL: expected the gateway's address alone, found '" + server + "'; use --from, --type, ...");
        }
    }

    private String token() throws IOException {
        final String token = tokenFile == null
                ? System.getenv("FAB_TOKEN")
                : Files.readString(tokenFile).strip();
        if (token == null || token.isEmpty()) {
            return null;
        }
        if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
            throw new CommandFailure(
                    ExitCode.USAGE, (tokenFile == null ? "FAB_TOKEN" : tokenFile) + " holds no bearer token");
        }
        if (!server.getScheme().equals("https") && !isLoopback(server.getHost())) {
            throw new CommandFailure(
                    ExitCode.USAGE, "a token would be readable on its way to " + server.getHost() + ": use https");
        }
        return token;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private String filter() {
        final List<String> conditions = new ArrayList<>();
        events.conditions().forEach((name, values) -> values.forEach(value -> conditions.add(condition(name, value))));
        return String.join("&", conditions);
    }

    private static String condition(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void remark(String text) {
        spec.commandLine().getErr().println("fab: " + text);
        spec.commandLine().getErr().flush();
    }
}
