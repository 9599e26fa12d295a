/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bits of each sampler at fixed addresses, and a hash over many more of them, which meet the rare branches too. A
 * difference means that the golden hash of every log changes.
 */
class SamplersGoldenTest {
    private static final Draws DRAWS = new Draws(2026, 1);
    private static final long SUBJECT = Draws.subject(Draws.keyOf("order A"), 12);

    /** Draws one value for a subject. */
    private interface Sampler {
        double sample(long subject);
    }

    private static String line(String name, Sampler sampler) {
        long hash = 0;
        for (long i = 0; i < 20_000; i++) {
            hash = Draws.mix64(hash ^ Double.doubleToRawLongBits(sampler.sample(i)));
        }
        double value = sampler.sample(SUBJECT);
        return String.format("%s %016x %016x", name, Double.doubleToRawLongBits(value), hash);
    }

    @Test
    void shouldNeverChangeADraw() {
        List<String> lines = new ArrayList<>();
        lines.add(line("uniform", s -> DRAWS.uniform(1, s, 3, 0)));
        lines.add(line("exponential", s -> Samplers.exponential(DRAWS, 1, s, 3)));
        lines.add(line("normal", s -> Samplers.normal(DRAWS, 1, s, 3)));
        for (double shape : new double[] {0.5, 2.0, 50.0}) {
            lines.add(line("gamma-" + shape, s -> Samplers.gamma(DRAWS, 1, s, 3, shape)));
        }
        for (double mean : new double[] {0.3, 8.0, 200.0}) {
            lines.add(line("poisson-" + mean, s -> Samplers.poisson(DRAWS, 1, s, 3, mean)));
        }
        lines.add(line("lognormal", s -> Samplers.lognormalMeanCv(DRAWS, 1, s, 3, 30.0, 1.2)));
        lines.add(line("weibull", s -> Samplers.weibullMean(DRAWS, 1, s, 3, 30.0, 1.4)));
        lines.add(line("triangular", s -> Samplers.triangular(DRAWS, 1, s, 3, 1.0, 2.0, 6.0)));
        int[] plainKinds = {
            Distribution.CONSTANT, Distribution.UNIFORM, Distribution.EXPONENTIAL, Distribution.TRIANGULAR
        };
        for (int kind : plainKinds) {
            lines.add(line("kind-" + kind, s -> Distribution.sample(kind, 1.5e6, 1.5e6, 3e6, DRAWS, 2, s, 3)));
        }
        lines.add(line("kind-3", s -> Distribution.sample(Distribution.NORMAL, 1.5e6, 0.6, 0, DRAWS, 2, s, 3)));
        lines.add(line("kind-4", s -> Distribution.sample(Distribution.LOGNORMAL, 1.5e6, 0.6, 0, DRAWS, 2, s, 3)));
        lines.add(line("kind-5", s -> Distribution.sample(Distribution.WEIBULL, 1.5e6, 0.6, 0, DRAWS, 2, s, 3)));
        lines.add(line("kind-6", s -> Distribution.sample(Distribution.GAMMA, 1.5e6, 0.6, 0, DRAWS, 2, s, 3)));

        assertThat(lines)
                .containsExactly(
                        "uniform 3fe806bcfb7674bf e158b4f83e0a4dc7",
                        "exponential 3fd2576ca292a560 6b5eeb8eaf168873",
                        "normal bfeb6259944f7ea3 d90c24fe4b475656",
                        "gamma-0.5 3fd00a77ff2575b2 4c0dca1051d0def2",
                        "gamma-2.0 3fe3a5bde6444d9f 5d54d4954a506d85",
                        "gamma-50.0 40452a8c83c752c9 e9292296a92416e1",
                        "poisson-0.3 3ff0000000000000 f36c9caabfc2a7b7",
                        "poisson-8.0 4024000000000000 75c972da51747ded",
                        "poisson-200.0 406a600000000000 f1ca647ef083223f",
                        "lognormal 40211e2b3c8a3d92 8a8e9661e73187b5",
                        "weibull 402af655a4b4316e 56f069b3aabb291e",
                        "triangular 400e241291e9e9c5 2d330341b02e98a7",
                        "kind-0 4136e36000000000 5d966db9b4926554",
                        "kind-1 41409c7107316fb0 d49b35977f35c865",
                        "kind-2 411d58e1e6cf4d02 891cc252563c398d",
                        "kind-7 4140e521625cea03 436604b433751d99",
                        "kind-3 4130e981640f007a 5aafed9f868cb81b",
                        "kind-4 412ed65375ec8283 d6df8179e1d8b683",
                        "kind-5 4102458faa2438c0 2311205e0382e0b0",
                        "kind-6 413aa55e8ff6c346 ade813c1123faa1d");
    }
}
