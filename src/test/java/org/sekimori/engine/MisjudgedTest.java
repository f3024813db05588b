package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.Output.Audited;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.engine.Output.Decided;
import org.sekimori.rules.HomeOverride;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookFiles;

/** A customer at home is located abroad, and rings up with the reference of the refusal. */
class MisjudgedTest {

    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");

    private static List<Output> report(OneAccount alice, String id, String reference, @Nullable String country) {
        return alice.outputs(new Entry.Misjudged(
                id, alice.account(), NINE.plusSeconds(60), "sato", "cli", reference, country, "at home"));
    }

    private static String submit(OneAccount alice, String country, int recipients) {
        Happening submission =
                Happening.submission(NINE).from(country, "203.0.113.7").recipients(recipients);
        return alice.outputs(submission).stream()
                .filter(Decided.class::isInstance)
                .map(output -> ((Decided) output).decision().reference())
                .findFirst()
                .orElseThrow();
    }

    private static OneAccount alice(List<String> home) throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        return new OneAccount(
                Rulebook.compile(home.isEmpty() ? files : HomeOverride.apply(files, home)), "alice@isp.example");
    }

    private static Audited audited(List<Output> outputs) {
        return outputs.stream()
                .filter(Audited.class::isInstance)
                .map(Audited.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static void assertRecorded(OneAccount alice, int recipients) {
        String reference = submit(alice, "DE", recipients);
        List<Output> outputs = report(alice, "m1", reference, "JP");

        assertThat(outputs.get(0)).isEqualTo(new CommandDone(true, "", org.sekimori.grants.GrantSet.NONE));
        assertThat(audited(outputs).what()).isEqualTo("origin_misjudged");
        assertThat(audited(outputs).by()).isEqualTo("sato");
        assertThat(audited(outputs).fields())
                .containsEntry(AuditField.REFERENCE, reference)
                .containsEntry(AuditField.NETWORK, "203.0.113.0/24")
                .containsEntry(AuditField.COUNTRY, "DE")
                .containsEntry(AuditField.ACTUAL_COUNTRY, "JP")
                .containsEntry(AuditField.REASON, "at home");
        List<Output> again = report(alice, "m2", reference, "KR");
        assertThat(again)
                .as("a decision is recorded once, whoever reports it")
                .singleElement()
                .satisfies(told -> assertThat(((CommandDone) told).problem())
                        .isEqualTo("was recorded before; nothing was changed"));
    }

    @Test
    void aRefusalIsRecordedWithWhatTheDatabaseSaid() throws Exception {
        try (OneAccount alice = alice(List.of("JP"))) {
            assertRecorded(alice, 1);
        }
    }

    /** Without a home no country is refused, but limits would be. */
    @Test
    void whatWouldHaveBeenRefusedIsRecordedToo() throws Exception {
        try (OneAccount alice = alice(List.of())) {
            assertRecorded(alice, 501);
        }
    }

    @Test
    void aReportThatFitsNoKnownRefusalIsNotRecorded() throws Exception {
        try (OneAccount alice = alice(List.of("JP"))) {
            assertThat(report(alice, "m0", "AAAA-BBBB", null))
                    .singleElement()
                    .isEqualTo(new CommandDone(
                            false,
                            "not recorded: the decision AAAA-BBBB is not among the last 64 of 24 hours of alice@isp.example, and"
                                    + " older ones cannot be looked up at the moment; try again in some minutes",
                            org.sekimori.grants.GrantSet.NONE));

            String accepted = submit(alice, "JP", 1);
            assertThat(report(alice, "m1", accepted, "JP")).singleElement().satisfies(told -> {
                assertThat(((CommandDone) told).done()).isFalse();
                assertThat(((CommandDone) told).problem()).contains("was no refusal");
            });
        }
    }

    /** Whoever takes the report reads the decision on the log: after weeks the account has forgotten it. */
    @Test
    void whatWasLookedUpIsRecordedWhateverTheAccountRemembers() throws Exception {
        try (OneAccount alice = alice(List.of("JP"))) {
            submit(alice, "JP", 1);
            Entry.Misjudged report = new Entry.Misjudged(
                    "m3",
                    alice.account(),
                    NINE.plusSeconds(60),
                    "sato",
                    "cli",
                    "K7QX-3M2P",
                    "JP",
                    "",
                    new Entry.Located("AU", "2001:268:9000::/48"));

            Audited audited = audited(alice.outputs(report));
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
        try (OneAccount alice = alice(List.of("JP"))) {
            Audited audited = audited(alice.outputs(new Entry.Misjudged(
                    "m4",
                    alice.account(),
                    NINE,
                    "sato",
                    "api",
                    "K7QX-3M2P",
                    "JP",
                    "",
                    new Entry.Located(null, "192.0.2.0/24"))));

            assertThat(audited.fields()).doesNotContainKey(AuditField.COUNTRY).containsKey(AuditField.NETWORK);
            assertThat(audited.detail()).contains("had no country for 192.0.2.0/24");
        }
    }
}
