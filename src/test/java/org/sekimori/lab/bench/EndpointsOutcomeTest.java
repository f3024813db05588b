package org.sekimori.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.load.EndpointLoad.Endpoint;
import org.sekimori.lab.load.Latency;
import org.sekimori.lab.load.LoadGenerator;
import org.sekimori.lab.load.LoadGenerator.Result;

/** What a load of all endpoints says about lost and doubled submissions. */
class EndpointsOutcomeTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final OutageBench.LoadLevel LOAD = new OutageBench.LoadLevel(50, 10);
    private static final Latency TIMES = new Latency(1, 1, 1, 1, 1);

    /** 100 answers of each of the five endpoints; 400 of them are about submissions. */
    private static EndpointsOutcome outcome(
            Duration span, long unanswered, OutageDecisionCount count, double unwritten) {
        Map<Endpoint, Result> results = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            LoadGenerator.Settings settings = LoadGenerator.Settings.openLoop(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 2, TEN_SECONDS, 10);
            long open = endpoint == Endpoint.POLICY ? unanswered : 0;
            results.put(
                    endpoint,
                    new Result(settings, 100, TIMES, TIMES, 0, 0, 0, 0, span, 0, open, Map.of("DUNNO", 100L)));
        }
        return new EndpointsOutcome(results, EndpointsOutcome.Submissions.of(results), count, 0, unwritten);
    }

    private static String told(EndpointsOutcome outcome) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        outcome.print(LOAD, TEN_SECONDS, new PrintStream(text, true, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }

    private static OutageDecisionCount decided(long submissions) {
        return new OutageDecisionCount(submissions, submissions, 0, 0, 0);
    }

    @Test
    void everySubmissionDecidedOnceIsNothingLost() {
        EndpointsOutcome outcome = outcome(TEN_SECONDS, 0, decided(400), 0);
        assertThat(outcome.nothingLost()).isTrue();
        assertThat(told(outcome)).contains("The rate was reached: 50 answers/s of 50", "Nothing lost, nothing twice.");
    }

    @Test
    void aServiceThatIsBehindDidNotReachTheRateThoughItLostNothing() {
        EndpointsOutcome outcome = outcome(Duration.ofSeconds(40), 0, decided(400), 0);
        assertThat(outcome.nothingLost()).isTrue();
        assertThat(told(outcome)).contains("THE RATE WAS NOT REACHED: 13 answers/s of 50");
    }

    @Test
    void anAnsweredSubmissionThatIsNeitherOnTheLogNorCountedIsLost() {
        assertThat(outcome(TEN_SECONDS, 0, decided(397), 3).nothingLost()).isTrue();
        EndpointsOutcome lost = outcome(TEN_SECONDS, 0, decided(397), 1);
        assertThat(lost.nothingLost()).isFalse();
        assertThat(told(lost)).contains("NOT AS IT SHOULD BE: 2 lost");
    }

    @Test
    void anUnansweredSubmissionMayBeOnTheLogOrNot() {
        assertThat(outcome(TEN_SECONDS, 5, decided(400), 0).nothingLost()).isTrue();
        assertThat(outcome(TEN_SECONDS, 5, decided(405), 0).nothingLost()).isTrue();
        EndpointsOutcome surplus = outcome(TEN_SECONDS, 5, decided(406), 0);
        assertThat(surplus.nothingLost()).isFalse();
        assertThat(told(surplus)).contains("0 lost, 1 too many");
    }

    @Test
    void aSecondDecisionOrNoneIsNoProof() {
        assertThat(outcome(TEN_SECONDS, 0, new OutageDecisionCount(400, 400, 1, 0, 0), 0)
                        .nothingLost())
                .isFalse();
        assertThat(outcome(TEN_SECONDS, 0, new OutageDecisionCount(400, 399, 0, 1, 1), 0)
                        .nothingLost())
                .isFalse();
    }

    @Test
    void whatABusyServiceDoesNotTellIsUnknown() {
        assertThat(told(outcome(TEN_SECONDS, 0, decided(400), Double.NaN))).contains("unknown not written and counted");
    }
}
