package org.sekimori.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.lab.load.EndpointLoad.Endpoint;
import org.sekimori.lab.load.LoadGenerator.Result;
import org.sekimori.lab.load.LoadTraffic;
import org.sekimori.rig.FreePorts;
import org.sekimori.rig.LongRun;

/**
 * Mail servers and publishers ask at all endpoints of a service at once, beside a client at each that never comes to the end of its request.
 * Nothing is asserted about time: requests that a busy machine could not send are not counted, those that were sent are.
 */
class EndpointsBenchIT {

    private static final OutageBench.LoadLevel LOAD =
            new OutageBench.LoadLevel(LongRun.size(500, 5_000), LongRun.size(50, 500));
    private static final Duration LENGTH = Duration.ofSeconds(LongRun.size(4, 60));

    /** A busy machine answers late rather than by the fallback. */
    private static final Map<String, String> VARIABLES =
            Map.of("SEKIMORI_POSTFIX_DEADLINE", "30s", "SEKIMORI_HTTP_CONNECTIONSPERCLIENT", "2000");

    @Test
    void everyRequestAtEveryEndpointIsAnsweredAndEverySubmissionDecidedOnceBesideSlowClients(@TempDir Path folder)
            throws Exception {
        Path data = folder.resolve("data");
        int milter = FreePorts.free(1).get(0);
        try (SekimoriProcess service = SekimoriProcess.start(
                VARIABLES, data, TestRulebook.in(folder), "--milter-port", Integer.toString(milter))) {
            EndpointsOutcome outcome = EndpointsBench.load(
                    new EndpointsBench.Target(ServiceEndpoints.find(data), milter, service.apiKey()),
                    LOAD,
                    LENGTH,
                    LoadTraffic.Settings.DEFAULT
                            .withAccounts(2_000)
                            .withZipf(0.6)
                            .withRun(1),
                    System.out);

            System.out.println(outcome);
            for (Map.Entry<Endpoint, Result> one : outcome.results().entrySet()) {
                Result result = one.getValue();
                assertThat(result.answers()).as(one.getKey().name()).isPositive();
                assertThat(result.bad() + result.unanswered())
                        .as(one.getKey() + ": " + result)
                        .isZero();
                assertThat(result.actions().keySet()).as(one.getKey().name()).isSubsetOf(words(one.getKey()));
            }
            long submissions = outcome.submissions().answered();
            assertThat(outcome.count()).isEqualTo(new OutageDecisionCount(submissions, submissions, 0, 0, 0));
            assertThat(outcome.nothingLost()).isTrue();
            assertThat(outcome.fallbacks()).isZero();
        }
    }

    private static String[] words(Endpoint endpoint) {
        return switch (endpoint) {
            case POLICY -> new String[] {"DUNNO", "450", "550"};
            case MILTER -> new String[] {"accept", "450", "550"};
            case DECISIONS, ALLOW -> new String[] {"200"};
            case EVENTS -> new String[] {"202"};
        };
    }
}
