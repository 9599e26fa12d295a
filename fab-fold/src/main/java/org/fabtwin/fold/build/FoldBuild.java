/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.fold.build;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fabtwin.core.twin.Twin;
import org.fabtwin.fold.FoldedTwin;

/** Makes the folded code of the core that is on the class path: part of the build. */
public final class FoldBuild {
    private FoldBuild() {}

    /** @param arguments the folder of this module's classes. */
    public static void main(String[] arguments) throws IOException, URISyntaxException {
        final Path core = Path.of(
                Twin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        final FoldedCode code = new FoldedCode(CoreCode.of(core));
        final Path folder = Path.of(arguments[0]).resolve("org/fabtwin/fold");
        Files.createDirectories(folder);
        Files.write(folder.resolve(FoldedTwin.CODE), code.write());
        Files.write(folder.resolve(FoldedTwin.CONSTANTS), code.constantLines());
    }
}
