package org.sekimori.lab.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Load generator for one endpoint. In the closed loop each connection sends its next request when its answer arrives,
 * which measures the maximum throughput; in the open loop requests are due at a given rate, which measures customers' latency at
 * that rate.
 *
 * <p>At most one request is pending per connection, as with Postfix. One thread reads all answers; in the open loop another one
 * sends.
 */
public final class LoadGenerator {

    private LoadGenerator() {}

    /**
     * Runs the load; ends at the latest after warm-up, duration and twice the time to drain.
     *
     * @throws IOException if the server does not listen at the start; it may go away later
     * @throws InterruptedException if this thread was interrupted; the connections are closed then
     */
    public static Result run(Settings settings) throws IOException, InterruptedException {
        return run(settings, new LongAdder());
    }

    /**
     * The same.
     *
     * @param answered counts answers as they come, to show progress
     */
    static Result run(Settings settings, LongAdder answered) throws IOException, InterruptedException {
        LoadTraffic traffic = LoadTraffic.of(settings.traffic());
        RequestSource source = into -> settings.protocol().writeRequest(traffic.next(), into);
        try (ResponseLoop loop = ResponseLoop.open(settings.server(), settings.protocol(), settings.connections())) {
            Window window = Window.startingNow(settings);
            LoadMeasurement measurement = new LoadMeasurement(settings, window, answered);
            try (RequestPacer pace = pace(settings, source, window)) {
                loop.run(
                        pace,
                        measurement,
                        window.toNanos() + 2 * settings.drain().toNanos());
                return measurement.result(pace.unsent(), loop.unansweredRequests());
            }
        }
    }

    private static RequestPacer pace(Settings settings, RequestSource source, Window window) {
        return settings.paced()
                ? OpenLoopPacer.start(settings, source, window)
                : new ClosedLoopPacer(source, window.toNanos());
    }

    /**
     * When requests are sent and which of them count, by {@link System#nanoTime()}.
     *
     * @param startNanos the first request
     * @param fromNanos end of the warm-up
     * @param toNanos end of the measured time
     */
    record Window(long startNanos, long fromNanos, long toNanos) {

        static Window startingNow(Settings settings) {
            long start = System.nanoTime();
            long from = start + settings.warmUp().toNanos();
            return new Window(start, from, from + settings.duration().toNanos());
        }

        boolean measures(long nanos) {
            return nanos - fromNanos >= 0 && nanos - toNanos < 0;
        }
    }

    /**
     * Settings of a run.
     *
     * @param server address of the endpoint; on this machine only
     * @param connections number of connections, 1 to 10,000
     * @param duration the measured time
     * @param warmUp precedes it and is not counted
     * @param drain how long due requests are still sent after the end, and how long answers are awaited after that
     * @param rate requests a second over all connections; 0: closed loop
     * @param poisson open loop: exponentially distributed gaps instead of equal ones
     * @param protocol of the endpoint
     * @param traffic the customers' traffic
     */
    public record Settings(
            InetSocketAddress server,
            int connections,
            Duration duration,
            Duration warmUp,
            Duration drain,
            double rate,
            boolean poisson,
            LoadProtocol protocol,
            LoadTraffic.Settings traffic) {

        private static final Duration LONGEST = Duration.ofHours(24);
        private static final Duration USUAL_WARM_UP = Duration.ofSeconds(5);
        private static final Duration USUAL_DRAIN = Duration.ofSeconds(5);

        public Settings {
            if (server.isUnresolved() || !server.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException("only a loopback address may be put under load, not " + server);
            }
            if (connections < 1 || connections > 10_000) {
                throw new IllegalArgumentException("connections must be from 1 to 10000, not " + connections);
            }
            if (duration.isZero()) {
                throw new IllegalArgumentException("duration must be longer than nothing");
            }
            requireTime("duration", duration);
            requireTime("warm-up", warmUp);
            requireTime("drain", drain);
            if (!(rate >= 0 && rate <= 1_000_000)) {
                throw new IllegalArgumentException("rate must be from 0 to 1000000 a second, not " + rate);
            }
        }

        /** The closed loop, at the end of each message, with 5 s to warm up. */
        public static Settings closedLoop(InetSocketAddress server, int connections, Duration duration) {
            return openLoop(server, connections, duration, 0);
        }

        /** The open loop at a rate in requests a second, with equal gaps, at the end of each message, 5 s warm-up. */
        public static Settings openLoop(InetSocketAddress server, int connections, Duration duration, double rate) {
            return new Settings(
                    server,
                    connections,
                    duration,
                    USUAL_WARM_UP,
                    USUAL_DRAIN,
                    rate,
                    false,
                    new PolicyLoadProtocol(PolicyStage.END_OF_MESSAGE),
                    LoadTraffic.Settings.DEFAULT);
        }

        /** Whether requests are due at a rate: the open loop. */
        public boolean paced() {
            return rate > 0;
        }

        public Settings withWarmUp(Duration time) {
            return new Settings(server, connections, duration, time, drain, rate, poisson, protocol, traffic);
        }

        public Settings withDrain(Duration time) {
            return new Settings(server, connections, duration, warmUp, time, rate, poisson, protocol, traffic);
        }

        public Settings withPoisson(boolean value) {
            return new Settings(server, connections, duration, warmUp, drain, rate, value, protocol, traffic);
        }

        public Settings withProtocol(LoadProtocol value) {
            return new Settings(server, connections, duration, warmUp, drain, rate, poisson, value, traffic);
        }

        /** Asks Postfix's policy protocol once per recipient instead of once per message. */
        public Settings perRecipient() {
            return withProtocol(new PolicyLoadProtocol(PolicyStage.RCPT));
        }

        public Settings withTraffic(LoadTraffic.Settings value) {
            return new Settings(server, connections, duration, warmUp, drain, rate, poisson, protocol, value);
        }

        private static void requireTime(String name, Duration time) {
            if (time.isNegative() || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " must be from 0 to 24 h, not " + time);
            }
        }
    }

    /**
     * Result of a run.
     *
     * @param settings the settings
     * @param answers number of counted answers: in the open loop those to requests due in the measured time, in the closed
     *     loop those that arrived in it
     * @param response from a request's due time to its answer; practically {@code service} in the closed loop
     * @param service from sending a request to its answer, repetitions included
     * @param resets connections that the server closed in the whole run; each was reopened and its request repeated
     * @param repeated requests that the server asked for again
     * @param bad answers that are not the protocol's, and unsolicited bytes
     * @param late answers more than 2 s after their request: Postfix would have hung up
     * @param span from the beginning of the measured time to the last counted answer; at least its duration
     * @param unsent due requests that found no idle connection until the end
     * @param unanswered requests pending at the end
     * @param actions number of answers by their word, such as {@code DUNNO} or {@code 550}
     */
    public record Result(
            Settings settings,
            long answers,
            Latency response,
            Latency service,
            long resets,
            long repeated,
            long bad,
            long late,
            Duration span,
            long unsent,
            long unanswered,
            Map<String, Long> actions) {

        public Result {
            actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
        }

        /** Answers a second, until the last one: a server that is behind at the end of the measured time did not keep up. */
        public double throughput() {
            return answers / (span.toNanos() / 1e9);
        }

        /** Whether every request got a proper answer. If not, the percentiles are lower bounds. */
        public boolean complete() {
            return bad == 0 && unsent == 0 && unanswered == 0;
        }

        /** Two lines for people. */
        @Override
        public String toString() {
            String mode = settings.paced()
                    ? String.format(Locale.ROOT, "open loop at %.0f/s", settings.rate())
                    : "closed loop";
            return String.format(
                    Locale.ROOT,
                    "%s, %d connections, %.0f s: %d answers, %.1f/s; %s%n"
                            + "  service %s; resets=%d bad=%d unsent=%d unanswered=%d; actions %s",
                    mode,
                    settings.connections(),
                    settings.duration().toMillis() / 1e3,
                    answers,
                    throughput(),
                    response,
                    service,
                    resets,
                    bad,
                    unsent,
                    unanswered,
                    actions);
        }
    }
}
