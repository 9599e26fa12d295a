/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteCountTest {
    private final ByteCount.Converter converter = new ByteCount.Converter();

    @ParameterizedTest
    @CsvSource({
        "500000, 500000",
        "2 GB, 2000000000",
        "2G, 2000000000",
        "512MiB, 536870912",
        "1.5 TB, 1500000000000",
        "10 B, 10"
    })
    void shouldReadBytesWithUnit(String text, long bytes) {
        assertThat(converter.convert(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-5", "5 h", "5 gb", "1 EB"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void shouldPrintBytesWithUnit() {
        assertThat(ByteCount.text(999)).isEqualTo("999 B");
        assertThat(ByteCount.text(1500)).isEqualTo("1.5 kB");
        assertThat(ByteCount.text(2_000_000_000L)).isEqualTo("2.0 GB");
    }
}
