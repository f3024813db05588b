package org.sekimori.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoadTrafficTest {

    private static final LoadTraffic.Settings SETTINGS = LoadTraffic.Settings.DEFAULT.withAccounts(1000);
    private static final LoadSubmission ONE_RECIPIENT = new LoadSubmission(7, 5, 42, false, 0x7e010203, 1, 2000);
    private static final LoadSubmission THREE_RECIPIENTS = new LoadSubmission(7, 7, 42, false, 0xffffffff, 3, 2000);

    @Test
    void equalSettingsGiveEqualSubmissions() {
        assertThat(first(5000, SETTINGS)).isEqualTo(first(5000, SETTINGS));
    }

    @Test
    void anotherSeedMovesEverybodyAndAnotherRunKeepsTheirHomes() {
        Map<Integer, Integer> homes = homes(SETTINGS);

        assertThat(homes(SETTINGS.withRun(8)))
                .allSatisfy((account, home) ->
                        assertThat(homes.getOrDefault(account, home)).isEqualTo(home));
        assertThat(homes(SETTINGS.withSeed(2))).isNotEqualTo(homes);
        assertThat(first(100, SETTINGS.withRun(8))).isNotEqualTo(first(100, SETTINGS));
    }

    @Test
    void idsOfTwoRunsAreDisjoint() {
        Set<String> ids = new HashSet<>();
        Stream.of(SETTINGS, SETTINGS.withRun(1))
                .flatMap(settings -> first(1000, settings).stream())
                .forEach(submission -> ids.add(attributes(submission).get("instance")));

        assertThat(ids).hasSize(2000);
    }

    @Test
    void foreignShareIsRespected() {
        assertThat(foreign(SETTINGS)).isBetween(2_700L, 3_300L);
        assertThat(foreign(SETTINGS.withForeignShare(0.5))).isBetween(49_000L, 51_000L);
        assertThat(foreign(SETTINGS.withForeignShare(0))).isZero();
    }

    @Test
    void homeOnlyKeepsEverybodyInJapan() {
        Set<Integer> firstOctets = new HashSet<>();
        first(20_000, SETTINGS.homeOnly()).forEach(submission -> firstOctets.add(submission.address() >>> 24));

        assertThat(firstOctets).containsExactlyInAnyOrder(126, 133, 153, 114, 219, 60);
    }

    @Test
    void aTenthOfTheAccountsLivesAbroad() {
        Set<Integer> japan = Set.of(126, 133, 153, 114, 219, 60);
        Map<Integer, Integer> homes = homes(SETTINGS.withZipf(0));

        assertThat(homes).hasSizeGreaterThan(990);
        assertThat(homes.values().stream().filter(home -> !japan.contains(home >>> 24)))
                .hasSizeBetween(70, 130);
    }

    @Test
    void popularityFollowsZipf() {
        Map<Integer, Integer> counts = new HashMap<>();
        first(100_000, SETTINGS).forEach(submission -> counts.merge(submission.account(), 1, Integer::sum));
        List<Integer> sorted = counts.values().stream().sorted((a, b) -> b - a).toList();

        // The weights are 1, 1/2, 1/3 …; their sum over 1,000 accounts is 7.49.
        assertThat(sorted.get(0)).isBetween(12_900, 13_800);
        assertThat(sorted.get(1)).isBetween(6_300, 7_100);
        assertThat(sorted.get(9)).isBetween(1_200, 1_470);
    }

    @Test
    void recipientCountsTakeTurns() {
        assertThat(first(6, SETTINGS)).extracting(LoadSubmission::recipients).containsExactly(1, 2, 3, 4, 5, 1);
    }

    @Test
    void requestHasAllAttributesOfPostfix() {
        Map<String, String> request = attributes(ONE_RECIPIENT);

        assertThat(request)
                .hasSize(29)
                .containsEntry("request", "smtpd_access_policy")
                .containsEntry("protocol_state", "END-OF-MESSAGE")
                .containsEntry("client_address", "126.1.2.3")
                .containsEntry("sasl_username", "a00042@isp.example")
                .containsEntry("recipient", "r3491@example.net")
                .containsEntry("recipient_count", "1")
                .containsEntry("instance", "7.7.5.0")
                .containsEntry("size", "2000");
        assertThat(text(ONE_RECIPIENT, PolicyStage.END_OF_MESSAGE))
                .endsWith("\n\n")
                .hasSizeBetween(600, 700);
    }

    @Test
    void recipientIsNamedOnlyWhereItIsTheOnlyOne() {
        assertThat(attributes(THREE_RECIPIENTS))
                .containsEntry("recipient", "")
                .containsEntry("recipient_count", "3")
                .containsEntry("client_address", "255.255.255.255");
        assertThat(text(THREE_RECIPIENTS, PolicyStage.RCPT))
                .contains("protocol_state=RCPT\n", "recipient=r3501@example.net\nrecipient_count=0\n");
    }

    @Test
    void eventLineSaysTheSameAsTheRequest() {
        ByteBuffer line = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
        THREE_RECIPIENTS.writeEvent(Instant.parse("2026-03-01T00:00:00Z"), line);
        JsonNode event = JsonMapper.shared().readTree(line.array(), 0, line.position());
        Map<String, String> request = attributes(THREE_RECIPIENTS);

        assertThat(line.get(line.position() - 1)).isEqualTo((byte) '\n');
        assertThat(event.get("kind").asString()).isEqualTo("attempt");
        assertThat(event.get("time").asString()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(event.get("recipients").size()).isEqualTo(3);
        assertThat(event.get("account").asString()).isEqualTo(request.get("sasl_username"));
        for (String same : List.of("client_address", "sender", "recipient_count", "size", "queue_id", "instance")) {
            assertThat(event.get(same).asString()).as(same).isEqualTo(request.get(same));
        }
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withAccounts(0));
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withZipf(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withForeignShare(1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withRun(-1));
    }

    private static List<LoadSubmission> first(int number, LoadTraffic.Settings settings) {
        LoadTraffic traffic = LoadTraffic.of(settings);
        return Stream.generate(traffic::next).limit(number).toList();
    }

    private static long foreign(LoadTraffic.Settings settings) {
        return first(100_000, settings).stream().filter(LoadSubmission::foreign).count();
    }

    /** Where each account that sent anything lives. */
    private static Map<Integer, Integer> homes(LoadTraffic.Settings settings) {
        Map<Integer, Integer> homes = new HashMap<>();
        first(20_000, settings.withForeignShare(0))
                .forEach(submission -> homes.put(submission.account(), submission.address()));
        return homes;
    }

    private static String text(LoadSubmission submission, PolicyStage stage) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LoadSubmission.MAX_BYTES);
        submission.writeRequest(stage, buffer);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    private static Map<String, String> attributes(LoadSubmission submission) {
        Map<String, String> attributes = new HashMap<>();
        Arrays.stream(text(submission, PolicyStage.END_OF_MESSAGE).strip().split("\n", -1))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    attributes.put(line.substring(0, equals), line.substring(equals + 1));
                });
        return attributes;
    }
}
