/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails each test class after which a buffer is gone that nobody has released. Found by JUnit through META-INF/services. */
public final class LeakExtension implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        assertThat(LeakRecorder.take()).isEmpty();
    }
}
