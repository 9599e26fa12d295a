/* SPDX-License-Identifier: Apache-2.0 */
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import nl.tudelft.simulation.dsol.experiment.SingleReplication;
import nl.tudelft.simulation.dsol.model.AbstractDsolModel;
import nl.tudelft.simulation.dsol.simulators.DevsSimulator;

public class Mm4 extends AbstractDsolModel<Double, DevsSimulator<Double>> {
    static final int N = 2_000_000, SERVERS = 4;
    static final double RATE = 0.8 * SERVERS;
    final SplittableRandom arrivals = new SplittableRandom(1), services = new SplittableRandom(2);
    final ArrayDeque<Double> queue = new ArrayDeque<>();
    int busy, arrived, started; double waits;
    Mm4(DevsSimulator<Double> s) { super(s); }
    double exp(SplittableRandom r, double mean) { return -mean * Math.log(1 - r.nextDouble()); }
    @Override public void constructModel() {
        simulator.scheduleEventRel(exp(arrivals, 1 / RATE), this::arrive);
    }
    void arrive() {
        arrived++;
        if (busy < SERVERS) { busy++; begin(0); } else queue.add(simulator.getSimulatorTime());
        if (arrived < N) simulator.scheduleEventRel(exp(arrivals, 1 / RATE), this::arrive);
    }
    void begin(double wait) { started++; waits += wait; simulator.scheduleEventRel(exp(services, 1), this::depart); }
    void depart() {
        if (queue.isEmpty()) busy--; else begin(simulator.getSimulatorTime() - queue.poll());
    }
    public static void main(String[] a) throws Exception {
        DevsSimulator<Double> sim = new DevsSimulator<>("mm4");
        Mm4 model = new Mm4(sim);
        sim.initialize(model, new SingleReplication<Double>("r", 0.0, 0.0, 1e9), true);
        long t = System.nanoTime();
        sim.start();
        while (model.started < N) Thread.sleep(20);
        System.err.println((System.nanoTime() - t) / 1e6 / (2.0 * N) * 1e6 + " ns an event");
        System.out.println(model.waits / N);
        System.exit(0);
    }
}
