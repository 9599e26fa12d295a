/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.util.concurrent.Callable;

/**
 * One command of {@code fab}: a class with picocli's {@code @Command(name = ...)} and a public constructor without
 * arguments, named in {@code META-INF/services/org.fabtwin.sim.cli.Subcommand} of any module on the class path.
 *
 * <p>{@code call} returns one of {@link ExitCode}. It throws {@link CommandFailure} for what the user can mend,
 * {@link java.io.IOException} or {@link java.io.UncheckedIOException} for files ({@link ExitCode#IO}), and anything else for
 * bugs. Every start of {@code fab} makes an object of every command, so constructors and static initialisers do nothing.
 */
public interface Subcommand extends Callable<Integer> {}
