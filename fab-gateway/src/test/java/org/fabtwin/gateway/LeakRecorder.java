/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway;

import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Netty's leak detector, which also remembers what it found. Named by the system property {@code
 * io.netty.customResourceLeakDetector} of the module's tests. Any thread.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    /** Netty calls this one. */
    public LeakRecorder(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /** Or this one. */
    public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
        super(resourceType, samplingInterval);
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        LEAKS.add("LEAK: " + resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        LEAKS.add("LEAK: " + resourceType);
    }

    /** Collects garbage, lets Netty look, and returns what has leaked since the last call. */
    static List<String> take() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            final ReferenceQueue<Object> collected = new ReferenceQueue<>();
            final PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), collected);
            // Until a collection has come as far as handing references over.
            Reference<?> found = null;
            while (found == null) {
                System.gc();
                found = collected.remove(1_000);
            }
            Reference.reachabilityFence(sentinel);
            // The detector looks at its queue when a buffer is allocated.
            io.netty.buffer.PooledByteBufAllocator.DEFAULT.directBuffer(8).release();
            io.netty.buffer.UnpooledByteBufAllocator.DEFAULT.heapBuffer(8).release();
        }
        final List<String> leaks = List.copyOf(LEAKS);
        LEAKS.clear();
        return leaks;
    }
}
