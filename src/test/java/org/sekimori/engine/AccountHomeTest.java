package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepOutput.HomeChanged;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.Origin;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** Somebody who lives abroad for good, or whose network the GeoIP database has in the wrong country. */
class AccountHomeTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: UTC
              unknown_origin: refuse
              limits: {messages_per_day: 100, overseas: {messages_per_day: 3, recipients_per_hour: 20}}
            domains:
              observed.example: {home: []}
            accounts:
              hans@isp.example: {home: [DE], home_networks: ["203.0.113.0/24"]}
            """;

    private static Rulebook rulebook;

    private SingleAccountHarness bob;
    private Instant now = NOON;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(TestPolicy.rulebook(POLICY));
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    @BeforeEach
    void open() {
        bob = new SingleAccountHarness(rulebook, "bob@isp.example");
    }

    @AfterEach
    void close() {
        bob.close();
    }

    private AccountHomeCommand.Set set(String id, String... countries) {
        return set(id, null, List.of(), "lives there", countries);
    }

    private AccountHomeCommand.Set set(
            String id, @Nullable LocalDate review, List<String> networks, String reason, String... countries) {
        return new AccountHomeCommand.Set(
                id,
                bob.account(),
                now,
                "sato via local",
                "cli",
                new TreeSet<>(Arrays.asList(countries)),
                networks.stream().map(IpNetwork::of).toList(),
                review,
                reason);
    }

    private AccountHomeCommand.Clear clear(String id) {
        return new AccountHomeCommand.Clear(id, bob.account(), now, "sato via local", "cli", "moved back");
    }

    private List<StepOutput> carriedOut(AccountHomeCommand command) {
        List<StepOutput> outputs = bob.outputs(new LogEntry.HomeRequest(command));
        assertThat(done(outputs).problem()).isEmpty();
        return outputs;
    }

    private static CommandResult done(List<StepOutput> outputs) {
        return one(outputs, CommandResult.class);
    }

    private static <T extends StepOutput> T one(List<StepOutput> outputs, Class<T> kind) {
        return outputs.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private Decision from(String country) {
        return from(country, "91.10.20.30");
    }

    private Decision from(String country, String address) {
        now = now.plusSeconds(60);
        return bob.decide(TestEventBuilder.submission(now).from(country, address));
    }

    @Test
    void aHomeOfItsOwnOpensItsCountriesAndNoOthersAndTheDecisionSaysSo() {
        assertThat(from("DE").verdict().word()).isEqualTo("reject");
        carriedOut(set("h1", "DE", "AT"));

        assertThat(from("DE").verdict().word()).isEqualTo("accept");
        assertThat(from("AT").home()).isEqualTo("AT");
        assertThat(from("AT").grant()).isNull();
        assertThat(from("JP").verdict().word()).as("the domain's home stays").isEqualTo("accept");
        assertThat(from("JP").home()).isNull();
        assertThat(from("FR").verdict().word()).isEqualTo("reject");
        assertThat(from("FR").home()).isNull();
    }

    @Test
    void limitsForOverseasDoNotCountAtHome() {
        carriedOut(set("h1", "DE"));

        for (int i = 0; i < 30; i++) {
            assertThat(from("DE").verdict().word()).as("message " + i).isEqualTo("accept");
        }
    }

    @Test
    void oneWhoLivesAbroadForTwoYearsIsNeverRefusedThoughNobodyLooksAgain() {
        carriedOut(set("h1", "DE"));

        for (int week = 0; week < 104; week++) {
            now = NOON.plus(Duration.ofDays(7L * week));
            assertThat(from("DE").verdict().word()).as("week " + week).isEqualTo("accept");
        }
    }

    @Test
    void aSecondHomeTakesThePlaceOfTheFirst() {
        carriedOut(set("h1", "DE"));
        List<StepOutput> outputs = carriedOut(set("h2", "FR"));

        assertThat(from("FR").verdict().word()).isEqualTo("accept");
        assertThat(from("DE").verdict().word()).isEqualTo("reject");
        AuditRecord audited = one(outputs, AuditRecord.class);
        assertThat(audited.what()).isEqualTo("home_set");
        assertThat(audited.by()).isEqualTo("sato via local");
        assertThat(audited.detail()).isEqualTo("by cli: FR, review on 2027-06-01, instead of DE: lives there");
        assertThat(audited.fields()).containsEntry(AuditField.REASON, "lives there");
        AccountHomeOverride home = one(outputs, HomeChanged.class).home();
        assertThat(home).isNotNull();
        assertThat(home.countries()).containsExactly("FR");
    }

    @Test
    void itIsTakenAwayWithAReasonAndThenThereIsNoneToTake() {
        carriedOut(set("h1", "DE"));
        List<StepOutput> outputs = carriedOut(clear("c1"));

        assertThat(one(outputs, HomeChanged.class).home()).isNull();
        assertThat(one(outputs, AuditRecord.class).detail()).isEqualTo("by cli: it was DE: moved back");
        assertThat(from("DE").verdict().word()).isEqualTo("reject");
        assertThat(done(bob.outputs(new LogEntry.HomeRequest(clear("c2")))).problem())
                .isEqualTo("the account has no home of its own");
    }

    @Test
    void aRetryThatComesLateUndoesNothing() {
        carriedOut(set("h1", "DE"));
        carriedOut(clear("c1"));

        List<StepOutput> again = carriedOut(set("h1", "DE"));

        assertThat(again).hasSize(1);
        assertThat(from("DE").verdict().word()).isEqualTo("reject");
        carriedOut(set("h2", "FR"));
        assertThat(carriedOut(clear("c1"))).hasSize(1);
        assertThat(from("FR").verdict().word()).isEqualTo("accept");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                          | not at home everywhere
            Germany                                     | 'Germany' is not an ISO 3166 country code
            de                                          | 'de' is not an ISO 3166 country code
            AT BE BG CY CZ DE DK EE ES FI FR            | 11 countries are no home
            """)
    void whatIsNoHomeIsRefusedAndChangesNothing(String countries, String problem) {
        String[] split = countries.isEmpty() ? new String[0] : countries.split(" ");
        List<StepOutput> outputs = bob.outputs(new LogEntry.HomeRequest(set("h1", split)));

        assertThat(done(outputs).done()).isFalse();
        assertThat(done(outputs).problem()).contains(problem);
        assertThat(outputs).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, at least /16",
        "91.0.0.0/15, at least /16",
        "::/0, at least /24",
        "2001:c00::/23, at least /24"
    })
    void aNetworkThatIsHalfTheWorldIsRefused(String network, String problem) {
        assertThat(done(bob.outputs(new LogEntry.HomeRequest(set("h1", null, List.of(network), "satellite"))))
                        .problem())
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-06-01", "2020-01-01", "2029-06-02"})
    void aReviewIsAheadAndWithinThreeYears(LocalDate review) {
        assertThat(done(bob.outputs(new LogEntry.HomeRequest(set("h1", review, List.of(), "x", "DE"))))
                        .problem())
                .startsWith("the review on " + review);
    }

    @Test
    void withoutAReasonNothingChanges() {
        assertThat(done(bob.outputs(new LogEntry.HomeRequest(set("h1", null, List.of(), " ", "DE"))))
                        .problem())
                .contains("with a reason");
    }

    @Test
    void aNetworkIsHomeWhereverTheDatabaseHasIt() {
        carriedOut(set("h1", null, List.of("91.10.20.0/24"), "satellite"));

        Decision inside = from("US");
        assertThat(inside.verdict().word()).isEqualTo("accept");
        assertThat(inside.home()).isEqualTo("91.10.20.0/24");
        assertThat(from("US", "91.10.21.30").verdict().word()).isEqualTo("reject");
        for (int i = 0; i < 10; i++) {
            assertThat(from("US").verdict().word()).as("message " + i).isEqualTo("accept");
        }
    }

    @Test
    void aNetworkWithoutACountryIsHomeToo() {
        Origin nowhere = new Origin.Unknown("no_entry", "2001:db8:1::/48", null);
        TestEventBuilder satellite = TestEventBuilder.submission(NOON).from("2001:db8:1::9", nowhere);
        assertThat(bob.decide(satellite).verdict().word()).isEqualTo("reject");
        carriedOut(set("h1", null, List.of("2001:db8::/32"), "satellite"));

        Decision passed = bob.decide(satellite);
        assertThat(passed.verdict().word()).isEqualTo("accept");
        assertThat(passed.home()).isEqualTo("2001:db8::/32");
    }

    @Test
    void theSameFromThePolicyFile() {
        bob.close();
        bob = new SingleAccountHarness(rulebook, "hans@isp.example");

        assertThat(from("DE").home()).isEqualTo("DE");
        assertThat(from("US", "203.0.113.9").home()).isEqualTo("203.0.113.0/24");
        assertThat(from("JP").verdict().word()).isEqualTo("accept");
        carriedOut(set("h1", "FR"));
        assertThat(from("FR").home())
                .as("what a person sets comes on top of the file")
                .isEqualTo("FR");
        assertThat(from("DE").verdict().word()).isEqualTo("accept");
        for (int i = 0; i < 10; i++) {
            assertThat(from("DE").verdict().word()).isEqualTo("accept");
        }
    }

    @Test
    void anAccountOfADomainThatIsOnlyObservedStaysObserved() {
        bob.close();
        bob = new SingleAccountHarness(rulebook, "eve@observed.example");
        carriedOut(set("h1", "DE"));

        Decision japan = from("JP");
        assertThat(japan.verdict().word())
                .as("nobody said that Japan is abroad for her")
                .isEqualTo("accept");
        assertThat(japan.would()).isNull();
        assertThat(from("DE").home()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = EventKind.class,
            names = {"ACCOUNT_CLOSED", "ACCOUNT_RENAMED"})
    void whoeverGetsTheAddressLaterInheritsNothing(EventKind kind) {
        carriedOut(set("h1", "DE"));
        bob.outputs(new LogEntry.HoldRequest(
                new HoldCommand.Place("p1", bob.account(), now, "sato", "cli", now.plusSeconds(3600), "stolen")));
        List<StepOutput> closed = bob.outputs(TestEventBuilder.of(kind, now.plusSeconds(1)));

        assertThat(one(closed, HomeChanged.class).home()).isNull();
        assertThat(closed)
                .filteredOn(AuditRecord.class::isInstance)
                .extracting(output -> ((AuditRecord) output).what())
                .contains("home_clear");
        now = now.plusSeconds(7200);
        assertThat(from("DE").verdict().word()).isEqualTo("reject");
    }

    @Test
    void aHoldClosesTheAccountAtHomeToo() {
        carriedOut(set("h1", "DE"));
        bob.outputs(new LogEntry.HoldRequest(
                new HoldCommand.Place("p1", bob.account(), now, "sato", "cli", null, "stolen")));

        assertThat(from("DE").verdict().word()).isEqualTo("reject");
    }
}
