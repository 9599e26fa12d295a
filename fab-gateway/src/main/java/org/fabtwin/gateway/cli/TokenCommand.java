/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import org.fabtwin.gateway.security.Role;
import org.fabtwin.gateway.security.SecurityConfig;
import org.fabtwin.gateway.security.TokenIssuer;
import org.fabtwin.gateway.security.TokenKeys;
import org.fabtwin.sim.cli.CommandFailure;
import org.fabtwin.sim.cli.ExitCode;
import org.fabtwin.sim.cli.OutputOptions;
import org.fabtwin.sim.cli.SimulatedTime;
import org.fabtwin.sim.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code fab token}: makes a token for {@code fab serve --token-key}. */
@Command(
        name = "token",
        description = {
            "Print a token (JWT) for fab serve --token-key. In production an identity provider makes them; this is for trying."
        },
        footer = {
            "%nExamples:",
            "  fab token --new secret.key",
            "  fab serve --token-key secret.key",
            "  curl -H \"Authorization: Bearer $$(fab token secret.key --role engineer)\" http://localhost:8088/v1/events"
        })
public final class TokenCommand implements Subcommand {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Parameters(paramLabel = "FILE", description = "A secret, or a JSON Web Key Set with a private key.")
    private Path file;

    @Option(names = "--new", description = "Write a new secret into FILE, readable for its owner only, and no token.")
    private boolean isNew;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "fab",
            description = "Whom the token is for. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "observe",
            converter = RoleConverter.class,
            description =
                    "What its bearer may do: observe, engineer (also commands), admin (also pace). Default: observe.")
    private Role role;

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            defaultValue = "8 h",
            converter = SimulatedTime.Converter.class,
            description = "How long it is valid, from now. Default: ${DEFAULT-VALUE}.")
    private SimulatedTime valid;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = SecurityConfig.AUDIENCE,
            description = "Gateway that it is for. Default: ${DEFAULT-VALUE}.")
    private String audience;

    @Mixin
    private OutputOptions output;

    /** Reads {@code --role}. */
    public static final class RoleConverter implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            try {
                return Role.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        try {
            if (isNew) {
                TokenIssuer.newSecret(file);
                if (output.json()) {
                    output.result().println(JSON.createObjectNode().put("file", file.toString()));
                }
                return ExitCode.OK;
            }
            final String token =
                    TokenIssuer.issue(TokenKeys.read(file), name, role, audience, valid.us() / 1000, Clock.systemUTC());
            output.result().println(output.json() ? JSON.createObjectNode().put("token", token) : token);
            output.result().flush();
            return ExitCode.OK;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " is there already; a key is never written over", e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
