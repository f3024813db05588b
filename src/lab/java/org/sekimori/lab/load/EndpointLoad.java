package org.sekimori.lab.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** Load on all endpoints of a service at once, each in the open loop, with or without a slow client beside at each. */
public final class EndpointLoad {

    private static final Duration DRAIN = Duration.ofSeconds(30);

    /** How long after its time the load may end: due requests are still sent, then their answers awaited. */
    public static final Duration LONGEST_DRAIN = DRAIN.multipliedBy(2);

    private EndpointLoad() {}

    /** An endpoint that mail servers or publishers ask. */
    public enum Endpoint {
        /** The Postfix policy server, at the end of a message. */
        POLICY(0.4, true),
        /** The milter, a whole SMTP session a request. */
        MILTER(0.2, true),
        /** {@code POST /v1/decisions}. */
        DECISIONS(0.1, true),
        /** {@code POST /v1/events}, one event a request. */
        EVENTS(0.1, true),
        /** The auth policy's {@code allow}, which leaves nothing on the log. */
        ALLOW(0.2, false);

        private final double share;
        private final boolean decided;

        Endpoint(double share, boolean decided) {
            this.share = share;
            this.decided = decided;
        }

        /** Whether each of its requests is a submission, which gets one decision on the log. */
        public boolean isDecided() {
            return decided;
        }
    }

    /**
     * Where the service listens, and how much is asked.
     *
     * @param policy of the Postfix policy server
     * @param milter of the milter
     * @param http of the API
     * @param key of the API, with the scopes {@code decisions:write} and {@code events:write}
     * @param connections over all endpoints, at least 10
     * @param rate requests a second over all endpoints
     * @param duration how long, all of it measured
     * @param slowClients whether a client that never comes to the end of its request is at each endpoint
     * @param traffic of the policy server; the other endpoints have the runs after it
     */
    public record Settings(
            InetSocketAddress policy,
            InetSocketAddress milter,
            InetSocketAddress http,
            String key,
            int connections,
            double rate,
            Duration duration,
            boolean slowClients,
            LoadTraffic.Settings traffic) {

        public Settings {
            if (connections < 10) {
                throw new IllegalArgumentException(
                        "all endpoints together take at least 10 connections, not " + connections);
            }
        }

        private LoadGenerator.Settings at(Endpoint endpoint) {
            InetSocketAddress server =
                    switch (endpoint) {
                        case POLICY -> policy;
                        case MILTER -> milter;
                        case DECISIONS, EVENTS, ALLOW -> http;
                    };
            int share = (int) Math.round(connections * endpoint.share);
            return LoadGenerator.Settings.openLoop(server, share, duration, rate * endpoint.share)
                    .withWarmUp(Duration.ZERO)
                    .withDrain(DRAIN)
                    .withProtocol(protocol(endpoint))
                    .withTraffic(traffic.withRun(traffic.run() + endpoint.ordinal()));
        }

        private LoadProtocol protocol(Endpoint endpoint) {
            return switch (endpoint) {
                case POLICY -> new PolicyLoadProtocol(PolicyStage.END_OF_MESSAGE);
                case MILTER -> new MilterLoadProtocol();
                case DECISIONS -> new HttpLoadProtocol(HttpLoadProtocol.Operation.DECISION, key);
                case EVENTS -> new HttpLoadProtocol(HttpLoadProtocol.Operation.EVENT, key);
                case ALLOW -> new HttpLoadProtocol(HttpLoadProtocol.Operation.ALLOW, key);
            };
        }
    }

    /**
     * Runs the load; ends at the latest after the duration and {@link #LONGEST_DRAIN}.
     *
     * @param answered counts answers as they come, to show progress
     * @throws IOException if an endpoint does not listen
     */
    public static Map<Endpoint, LoadGenerator.Result> run(Settings settings, LongAdder answered)
            throws IOException, InterruptedException {
        List<SlowClient> slow = new ArrayList<>();
        ExecutorService generators = Executors.newFixedThreadPool(Endpoint.values().length);
        try {
            LoadSubmission never =
                    LoadTraffic.of(settings.traffic().withRun(Long.MAX_VALUE)).next();
            Map<Endpoint, Future<LoadGenerator.Result>> running = new EnumMap<>(Endpoint.class);
            for (Endpoint endpoint : Endpoint.values()) {
                LoadGenerator.Settings own = settings.at(endpoint);
                if (settings.slowClients()) {
                    slow.add(SlowClient.start(own.server(), own.protocol(), never));
                }
                Callable<LoadGenerator.Result> run = () -> LoadGenerator.run(own, answered);
                running.put(endpoint, generators.submit(run));
            }
            Map<Endpoint, LoadGenerator.Result> results = new EnumMap<>(Endpoint.class);
            for (Map.Entry<Endpoint, Future<LoadGenerator.Result>> one : running.entrySet()) {
                results.put(one.getKey(), one.getValue().get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException("the load failed: " + e.getMessage(), e);
        } finally {
            generators.shutdownNow();
            for (SlowClient client : slow) {
                client.close();
            }
        }
    }
}
