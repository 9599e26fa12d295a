/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** M/M/c on event objects in a {@link PriorityQueue}. Draws the same times as {@link CalendarCustomers}. */
final class JavaCustomers implements PeerModel {
    private final int servers;
    private final long customers;
    private final double meanIntervalUs;
    private final PriorityQueue<JavaEvent> events = new PriorityQueue<>();
    private final ArrayDeque<Customer> waiting = new ArrayDeque<>();
    private SplittableRandom arrivals;
    private SplittableRandom services;
    private long scheduled;
    private int busy;
    private long arrived;
    private double waitUs;

    JavaCustomers(int servers, double load, long customers) {
        this.servers = servers;
        this.customers = customers;
        meanIntervalUs = Exponential.US_PER_MINUTE / (servers * load);
    }

    private static final class Customer {
        private long arrivalUs;
        private long serviceUs;
    }

    private final class Arrival extends JavaEvent {
        @Override
        void run() {
            if (++arrived < customers) {
                schedule(new Arrival(), timeUs + Exponential.us(arrivals, meanIntervalUs));
            }
            Customer customer = new Customer();
            customer.arrivalUs = timeUs;
            customer.serviceUs = Exponential.us(services, Exponential.US_PER_MINUTE);
            if (busy < servers) {
                busy++;
                schedule(new Departure(), timeUs + customer.serviceUs);
            } else {
                waiting.addLast(customer);
            }
        }
    }

    private final class Departure extends JavaEvent {
        @Override
        void run() {
            Customer customer = waiting.pollFirst();
            if (customer == null) {
                busy--;
            } else {
                waitUs += timeUs - customer.arrivalUs;
                schedule(new Departure(), timeUs + customer.serviceUs);
            }
        }
    }

    private void schedule(JavaEvent event, long timeUs) {
        event.timeUs = timeUs;
        event.order = scheduled++;
        events.add(event);
    }

    @Override
    public double run() {
        arrivals = new SplittableRandom(1);
        services = new SplittableRandom(2);
        arrived = 0;
        waitUs = 0;
        schedule(new Arrival(), Exponential.us(arrivals, meanIntervalUs));
        for (JavaEvent event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
        return waitUs / customers / Exponential.US_PER_MINUTE;
    }
}
