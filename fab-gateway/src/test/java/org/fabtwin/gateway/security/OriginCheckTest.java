/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginCheckTest {
    private static boolean isLetIn(boolean isLocalOnly, String origin, String host, boolean isTls) {
        try {
            new OriginCheck(Set.of("https://dash.example:3000"), isLocalOnly).check(origin, host, isTls);
            return true;
        } catch (AccessDenied e) {
            assertThat(e.reason()).isEqualTo(AccessDenied.Reason.ORIGIN);
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, fab.example, true, true",
                "-, -, true, true",
                "https://fab.example, fab.example, true, true",
                "https://FAB.example, fab.EXAMPLE, true, true",
                "https://fab.example, fab.example:443, true, true",
                "https://fab.example:443, fab.example, true, true",
                "http://fab.example, fab.example:80, false, true",
                "http://fab.example:8088, fab.example:8088, false, true",
                "https://dash.example:3000, fab.example, true, true",
                "https://DASH.example:3000, fab.example, true, true",
                "http://dash.example:3000, fab.example, true, false",
                "https://dash.example, fab.example, true, false",
                "https://dash.example:3000.evil.example, fab.example, true, false",
                "http://fab.example, fab.example, true, false",
                "https://fab.example:8443, fab.example, true, false",
                "https://evil.example, fab.example, true, false",
                "https://fab.example.evil.example, fab.example, true, false",
                "https://evil.example@fab.example, fab.example, true, false",
                "https://fab.example/x, fab.example, true, false",
                "https://fab.example, -, true, false",
                "null, fab.example, true, false",
                "'', fab.example, true, false",
                "'%%%', fab.example, true, false",
                "file://, fab.example, true, false"
            })
    void shouldLetOwnAndAllowedPagesIn(String origin, String host, boolean isTls, boolean isIn) {
        assertThat(isLetIn(false, origin, host, isTls)).isEqualTo(isIn);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8088, true",
        "127.0.0.1:8088, true",
        "[::1]:8088, true",
        "[::1], true",
        "LOCALHOST, true",
        "rebound.evil.example:8088, false",
        "localhost.evil.example, false",
        "'', false"
    })
    void shouldAnswerToNamesOfThisMachineAloneWhereNobodyIsAskedForAToken(String host, boolean isIn) {
        assertThat(isLetIn(true, null, host, false)).isEqualTo(isIn);
        assertThat(isLetIn(true, "http://" + host, host, false)).isEqualTo(isIn);
    }
}
