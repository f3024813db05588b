package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepOutput.DecisionMade;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** A customer at home is located abroad, and rings up with the reference of the refusal. */
class MisjudgedOriginTest {

    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");

    private static List<StepOutput> report(
            SingleAccountHarness alice, String id, String reference, @Nullable String country) {
        return alice.outputs(new LogEntry.MisjudgedOrigin(
                id, alice.account(), NINE.plusSeconds(60), "sato", "cli", reference, country, "at home"));
    }

    private static String submit(SingleAccountHarness alice, String country, int recipients) {
        TestEventBuilder submission =
                TestEventBuilder.submission(NINE).from(country, "203.0.113.7").recipients(recipients);
        return alice.outputs(submission).stream()
                .filter(DecisionMade.class::isInstance)
                .map(output -> ((DecisionMade) output).decision().reference())
                .findFirst()
                .orElseThrow();
    }

    private static SingleAccountHarness alice(List<String> home) throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        return new SingleAccountHarness(
                Rulebook.compile(home.isEmpty() ? files : HomeCountryOverride.apply(files, home)), "alice@isp.example");
    }

    private static AuditRecord audited(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(AuditRecord.class::isInstance)
                .map(AuditRecord.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static void assertRecorded(SingleAccountHarness alice, int recipients) {
        String reference = submit(alice, "DE", recipients);
        List<StepOutput> outputs = report(alice, "m1", reference, "JP");

        assertThat(outputs.get(0)).isEqualTo(new CommandResult(true, "", org.sekimori.grants.GrantSet.NONE));
        assertThat(audited(outputs).what()).isEqualTo("origin_misjudged");
        assertThat(audited(outputs).by()).isEqualTo("sato");
        assertThat(audited(outputs).fields())
                .containsEntry(AuditField.REFERENCE, reference)
                .containsEntry(AuditField.NETWORK, "203.0.113.0/24")
                .containsEntry(AuditField.COUNTRY, "DE")
                .containsEntry(AuditField.ACTUAL_COUNTRY, "JP")
                .containsEntry(AuditField.REASON, "at home");
        List<StepOutput> again = report(alice, "m2", reference, "KR");
        assertThat(again)
                .as("a decision is recorded once, whoever reports it")
                .singleElement()
                .satisfies(output -> assertThat(((CommandResult) output).problem())
                        .isEqualTo("was recorded before; nothing was changed"));
    }

    @Test
    void aRefusalIsRecordedWithWhatTheDatabaseSaid() throws Exception {
        try (SingleAccountHarness alice = alice(List.of("JP"))) {
            assertRecorded(alice, 1);
        }
    }

    /** Without a home no country is refused, but limits would be. */
    @Test
    void whatWouldHaveBeenRefusedIsRecordedToo() throws Exception {
        try (SingleAccountHarness alice = alice(List.of())) {
            assertRecorded(alice, 501);
        }
    }

    @Test
    void aReportThatFitsNoKnownRefusalIsNotRecorded() throws Exception {
        try (SingleAccountHarness alice = alice(List.of("JP"))) {
            assertThat(report(alice, "m0", "AAAA-BBBB", null))
                    .singleElement()
                    .isEqualTo(new CommandResult(
                            false,
                            "not recorded: the decision AAAA-BBBB is not among the last 64 of 24 hours of alice@isp.example, and"
                                    + " older ones cannot be looked up at the moment; try again in some minutes",
                            org.sekimori.grants.GrantSet.NONE));

            String accepted = submit(alice, "JP", 1);
            assertThat(report(alice, "m1", accepted, "JP")).singleElement().satisfies(output -> {
                assertThat(((CommandResult) output).done()).isFalse();
                assertThat(((CommandResult) output).problem()).contains("was no refusal");
            });
        }
    }

    /** Whoever takes the report reads the decision on the log: after weeks the account has forgotten it. */
    @Test
    void whatWasLookedUpIsRecordedWhateverTheAccountRemembers() throws Exception {
        try (SingleAccountHarness alice = alice(List.of("JP"))) {
            submit(alice, "JP", 1);
            LogEntry.MisjudgedOrigin report = new LogEntry.MisjudgedOrigin(
                    "m3",
                    alice.account(),
                    NINE.plusSeconds(60),
                    "sato",
                    "cli",
                    "K7QX-3M2P",
                    "JP",
                    "",
                    new LogEntry.LocatedOrigin("AU", "2001:268:9000::/48"));

            AuditRecord audited = audited(alice.outputs(report));
            assertThat(audited.fields())
                    .containsEntry(AuditField.NETWORK, "2001:268:9000::/48")
                    .containsEntry(AuditField.COUNTRY, "AU");
            assertThat(audited.detail())
                    .isEqualTo("by cli: decision K7QX-3M2P located 2001:268:9000::/48 in AU, it was in JP");
            assertThat(alice.outputs(report)).hasSize(1);
        }
    }

    @Test
    void aNetworkWithoutACountryIsRecordedToo() throws Exception {
        try (SingleAccountHarness alice = alice(List.of("JP"))) {
            AuditRecord audited = audited(alice.outputs(new LogEntry.MisjudgedOrigin(
                    "m4",
                    alice.account(),
                    NINE,
                    "sato",
                    "api",
                    "K7QX-3M2P",
                    "JP",
                    "",
                    new LogEntry.LocatedOrigin(null, "192.0.2.0/24"))));

            assertThat(audited.fields()).doesNotContainKey(AuditField.COUNTRY).containsKey(AuditField.NETWORK);
            assertThat(audited.detail()).contains("had no country for 192.0.2.0/24");
        }
    }
}
