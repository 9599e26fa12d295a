/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which build this is: the version of the POM and the commit it was built from, with {@code -dirty} after local changes. */
public final class BuildInfo implements IVersionProvider {
    private final String version;
    private final String commit;

    public BuildInfo() {
        final Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        version = properties.getProperty("version", "unknown");
        final String built = properties.getProperty("commit", "");
        // Empty where git or the repository is missing; still the placeholder where an IDE did not filter.
        commit = built.isEmpty() || built.startsWith("$") ? "no commit" : built;
    }

    public String version() {
        return version;
    }

    /** Abbreviated commit, or {@code no commit} when built outside a repository. */
    public String commit() {
        return commit;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "fabtwin " + version + " (" + commit + ", JDK " + Runtime.version() + " "
                    + System.getProperty("java.vendor") + ")"
        };
    }
}
