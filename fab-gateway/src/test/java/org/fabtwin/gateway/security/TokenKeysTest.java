/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeysTest {
    @TempDir
    private Path directory;

    private String refused(String content) throws IOException {
        final Path file = Files.writeString(directory.resolve("key"), content);
        final KeyFileException refused = catchThrowableOfType(KeyFileException.class, () -> TokenKeys.read(file));
        assertThat(refused).as(content).isNotNull();
        return refused.getMessage();
    }

    @Test
    void shouldNameTheFileAndNeverItsContent() throws IOException {
        for (final String content : List.of(
                "hunter2",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"aHVudGVyMg\"}]}",
                "{\"keys\":[{\"kty\":\"hunter2\"}]}",
                "{\"hunter2\":",
                "-----BEGIN PUBLIC KEY-----\nhunter2\n-----END PUBLIC KEY-----")) {
            assertThat(refused(content)).contains("key: ").doesNotContain("hunter2", "aHVudGVyMg");
        }
    }

    @Test
    void shouldRefuseKeysThatAreTooWeak() throws IOException {
        assertThat(refused("31 bytes are not enough, sorry.")).contains("the secret has 31 bytes", "at least 32 bytes");
        assertThat(refused("{\"keys\":[]}")).contains("the key set is empty");
    }

    @Test
    void shouldRefuseAPrivateKey() throws IOException {
        assertThat(refused("-----BEGIN PRIVATE KEY-----\nMAo=\n-----END PRIVATE KEY-----"))
                .contains("a private key has no place");
    }

    @Test
    void shouldReadACertificate() throws IOException {
        assertThat(TokenKeys.read(TestTokens.file("server.pem")).algorithms()).hasToString("[ES256]");
    }
}
