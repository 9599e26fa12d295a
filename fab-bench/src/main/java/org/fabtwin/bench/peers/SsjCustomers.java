/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.LinkedList;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.randvar.RandomVariateGen;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.stat.Tally;

/** M/M/c on SSJ, as QueueEv of its own examples: an event class each for arrivals and departures, lists of customers, a tally. */
final class SsjCustomers implements PeerModel {
    private final Library library;
    private final int servers;
    private final long customers;
    private final RandomVariateGen arrivals;
    private final RandomVariateGen services;
    private final LinkedList<Customer> waiting = new LinkedList<>();
    private final Tally waits = new Tally("waits");
    private Simulator simulator;
    private int busy;
    private long arrived;

    SsjCustomers(Library library, int servers, double load, long customers) {
        this.library = library;
        this.servers = servers;
        this.customers = customers;
        arrivals = new ExponentialGen(new MRG32k3a(), servers * load);
        services = new ExponentialGen(new MRG32k3a(), 1);
    }

    private static final class Customer {
        private double arrivalTime;
        private double serviceTime;
    }

    private final class Arrival extends Event {
        Arrival() {
            super(simulator);
        }

        @Override
        public void actions() {
            if (++arrived < customers) {
                new Arrival().schedule(arrivals.nextDouble());
            }
            Customer customer = new Customer();
            customer.arrivalTime = sim.time();
            customer.serviceTime = services.nextDouble();
            if (busy < servers) {
                busy++;
                waits.add(0);
                new Departure().schedule(customer.serviceTime);
            } else {
                waiting.addLast(customer);
            }
        }
    }

    private final class Departure extends Event {
        Departure() {
            super(simulator);
        }

        @Override
        public void actions() {
            if (waiting.isEmpty()) {
                busy--;
            } else {
                Customer customer = waiting.removeFirst();
                waits.add(sim.time() - customer.arrivalTime);
                new Departure().schedule(customer.serviceTime);
            }
        }
    }

    @Override
    public double run() {
        simulator = new Simulator();
        simulator.init(library.eventList());
        waits.init();
        arrived = 0;
        new Arrival().schedule(arrivals.nextDouble());
        simulator.start();
        return waits.average();
    }
}
