package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/**
 * Honest lives that change do not stay suspicious, and a patient thief buys no trust. Each thief ends at an account that has lived
 * for a month, under the shipped rules, at home in Japan.
 */
class EvidenceGuardsTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final int DAYS = 70;
    private static final int CHANGE = 30;

    private static Rulebook shipped;

    @BeforeAll
    static void compile() throws RulebookException {
        shipped = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
    }

    @AfterAll
    static void close() {
        shipped.close();
    }

    /** What changes in an honest life on the thirtieth day. */
    enum Change {
        /** Another line and another computer, to the same friends and some new neighbours. */
        MOVED_HOUSE(true, true, 1, 0),
        /** Eight new colleagues a day for two weeks, from an office and by an office's computer. */
        NEW_JOB(true, true, 8, 14),
        /** A telephone of the same carrier. */
        NEW_PHONE(false, true, 0, 0),
        /** Thirty greetings a day for three days, a third to people not written to for years. */
        GREETINGS(false, false, 10, 3),
        /** Five applications a day for three weeks. */
        JOB_HUNTER(false, false, 5, 21),
        /** A hotel with the own computer, for a week. */
        HOTEL(true, false, 1, 7);

        private final boolean network;
        private final boolean program;
        private final int strangers;
        private final int length;

        Change(boolean network, boolean program, int strangers, int length) {
            this.network = network;
            this.program = program;
            this.strangers = strangers;
            this.length = length;
        }

        boolean now(int day) {
            return day >= CHANGE && (length == 0 || day < CHANGE + length);
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void anHonestLifeThatChangesIsUsualAgainWithinTwoWeeksWithoutAnybodysHand(Change change) {
        try (Life life = new Life(shipped)) {
            for (int day = 0; day < DAYS; day++) {
                boolean now = change.now(day);
                String network = now && change.network ? "203.0.113.9" : "198.51.100.7";
                String program = now && change.program ? "new-laptop.local" : "laptop.local";
                for (int i = 0; i < 3; i++) {
                    life.sends(day, 9 + 3 * i, network, program, life.friends(day, i));
                }
                for (int i = 0; now && i < change.strangers; i++) {
                    life.sends(day, 10 + 0.5 * i, network, program, List.of("k1new" + day + "-" + i));
                }
            }
            assertThat(life.refused).as("messages refused or held").isZero();
            assertThat(life.flagged).hasSizeLessThanOrEqualTo(1);
            assertThat(life.flagged).allSatisfy(day -> assertThat(day).isLessThan(CHANGE + 14));
        }
    }

    /** One message an hour to one stranger, day and night: he neither passes for long nor becomes the habit. */
    @Test
    void oneMessageAnHourFromAStrangePlaceIsFoundAndBuysNothing() {
        try (Life life = Life.ofAMonth(shipped)) {
            int first = 0;
            for (int hour = 0; hour < 24 * 10; hour++) {
                Decision decision = life.sends(
                        CHANGE + hour / 24,
                        hour % 24 + 0.3,
                        "203.0.113.9",
                        "mail.example",
                        List.of("k1victim" + hour + "@d" + hour + ".example"));
                if (first == 0 && !decision.flags().isEmpty()) {
                    first = hour + 1;
                    assertThat(decision.signs()).containsKeys("new-recipients", "unknown-client");
                }
                assertThat(decision.signs().isEmpty())
                        .isEqualTo(decision.findings().isEmpty());
            }
            assertThat(first).as("messages until the flag").isBetween(1, 24);
            assertThat(life.harness
                            .profile()
                            .at(START.plus(Duration.ofDays(CHANGE + 10)), java.time.ZoneOffset.UTC)
                            .networkWeight(TestEventBuilder.submission(START)
                                    .from("JP", "203.0.113.9")
                                    .event(life.harness.account(), 0)
                                    .origin()))
                    .as("days that count for his network, of which 2.5 make it familiar")
                    .isLessThan(2.5);
        }
    }

    /** He first writes to himself for ten days, so that nobody he writes to later from there is the first. */
    @Test
    void writingToHimselfFirstDoesNotHelp() {
        try (Life life = Life.ofAMonth(shipped)) {
            for (int day = CHANGE; day < CHANGE + 10; day++) {
                life.sends(day, 3, "203.0.113.9", "mail.example", List.of("k1thief"));
            }
            assertThat(life.untilFlagged(CHANGE + 10, 40, "203.0.113.9", "mail.example"))
                    .isLessThanOrEqualTo(8);
        }
    }

    /** Where the thief is, and what is known of programs. */
    enum Program {
        NEVER_REPORTED(null, null),
        LEFT_OUT("laptop.local", null),
        COPIED("laptop.local", "laptop.local"),
        OF_HIS_OWN("laptop.local", "mail.example");

        private final @Nullable String owners;
        private final @Nullable String thiefs;

        Program(@Nullable String owners, @Nullable String thiefs) {
            this.owners = owners;
            this.thiefs = thiefs;
        }
    }

    /** From another network of the owner's own provider; a missing name silences nothing, and a copied one frees nobody. */
    @ParameterizedTest
    @EnumSource(Program.class)
    void aFloodToStrangersFromTheOwnersProviderIsFound(Program program) {
        try (Life life = new Life(shipped)) {
            life.month(program.owners);
            assertThat(life.untilFlagged(CHANGE, 40, "198.51.77.7", program.thiefs))
                    .as("messages until the flag")
                    .isLessThanOrEqualTo(26);
        }
    }

    /** All in one domain, as a list of one firm's people. */
    @Test
    void aListOfOneDomainIsFoundAsSoon() {
        try (Life life = Life.ofAMonth(shipped)) {
            int out = 0;
            for (boolean found = false; !found && out < 40; out++) {
                List<String> people = List.of("k1p" + out + "@firm.example", "k1q" + out + "@firm.example");
                found = !life.sends(CHANGE, 12 + out / 12.0, "203.0.113.9", null, people)
                        .flags()
                        .isEmpty();
            }
            assertThat(out).isLessThanOrEqualTo(22);
        }
    }

    /** He reads the mailbox, and writes one letter a day to a friend from his own place while the owner goes on. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7})
    void lettersToTheOwnersFriendsBuyNoFamiliarity(int days) {
        try (Life life = Life.ofAMonth(shipped)) {
            for (int day = CHANGE; day < CHANGE + days; day++) {
                for (int i = 0; i < 3; i++) {
                    life.sends(day, 9 + 3 * i, "198.51.100.7", "laptop.local", life.friends(day, i));
                }
                life.sends(day, 20, "203.0.113.9", "mail.example", life.friends(day, 0));
            }
            assertThat(life.untilFlagged(CHANGE + days, 40, "203.0.113.9", "mail.example"))
                    .isLessThanOrEqualTo(12);
        }
    }

    /** Refused every day from a provider abroad, then the same provider's lines at home. */
    @Test
    void refusalsAbroadBuyNoTrustAtHome() {
        try (Life life = Life.ofAMonth(shipped)) {
            for (int day = CHANGE; day < CHANGE + 9; day++) {
                life.sends(day, 3, "BR", 64_500, "192.0.2.9", Life.strangers(day, 0));
            }
            int out = 0;
            for (boolean found = false; !found && out < 40; out++) {
                found = !life.sends(
                                CHANGE + 9,
                                12 + out / 12.0,
                                "JP",
                                64_500,
                                "203.0.113.9",
                                Life.strangers(CHANGE + 9, out))
                        .flags()
                        .isEmpty();
            }
            assertThat(out).isLessThanOrEqualTo(12);
        }
    }

    /** A person said that it was the owner: the same habit from the same place makes no further case. */
    @Test
    void aFalsePositiveTeachesThePlaceAndTheProgram() {
        try (Life life = Life.ofAMonth(shipped)) {
            assertThat(life.untilFlagged(CHANGE, 40, "203.0.113.9", "new-laptop.local"))
                    .isLessThan(40);
            life.closeAsFalsePositive(CHANGE);
            life.flagged.clear();
            for (int day = CHANGE + 1; day < CHANGE + 14; day++) {
                for (int i = 0; i < 6; i++) {
                    life.sends(day, 10 + 0.5 * i, "203.0.113.9", "new-laptop.local", Life.strangers(day, i));
                }
            }
            assertThat(life.flagged).isEmpty();
        }
    }

    /** Each day two strangers more, from a place of his own: noted from the first days on, though the shipped bands flag it not. */
    @Test
    void aSlowRiseIsNotedEarly() {
        try (Life life = Life.ofAMonth(shipped)) {
            int out = 0;
            boolean noted = false;
            for (int day = CHANGE; day < CHANGE + 5 && !noted; day++) {
                for (int i = 0; i < 2 * (day - CHANGE) + 1; i++) {
                    Decision decision = life.sends(
                            day,
                            1 + i * 0.4,
                            "203.0.113.9",
                            "mail.example",
                            List.of("k1v" + day + "-" + i + "@d" + day + "x" + i + ".example"));
                    noted |= decision.findings().stream()
                            .anyMatch(finding -> finding.rule().equals("stolen-account"));
                    out++;
                }
            }
            assertThat(noted).as("noted").isTrue();
            assertThat(out).isLessThanOrEqualTo(16);
        }
    }

    /** Everybody is new to a new account, and every place; so neither is evidence yet. */
    @Test
    void aNewAccountMayWriteToWhomeverItLikes() {
        try (Life life = new Life(shipped)) {
            for (int day = 0; day < 10; day++) {
                for (int i = 0; i < 5; i++) {
                    life.sends(
                            day,
                            9 + i,
                            day < 5 ? "198.51.100.7" : "203.0.113.9",
                            "laptop.local",
                            List.of("k1n" + day + i));
                }
            }
            assertThat(life.flagged).isEmpty();
            assertThat(life.refused).isZero();
        }
    }

    /** Anybody can fail to log in. A case is opened ({@code failures-then-success}), but the owner's mail from a hotel goes out. */
    @Test
    void whoeverOnlyGuessesPasswordsStopsNoMailOfATraveller() {
        try (Life life = Life.ofAMonth(shipped)) {
            for (int i = 0; i < 60; i++) {
                life.harness.step(TestEventBuilder.of(
                                EventKind.AUTH_FAILED,
                                START.plus(Duration.ofDays(CHANGE)).plusSeconds(60 * i))
                        .from("JP", "203." + i + ".113.9"));
            }
            for (int i = 0; i < 3; i++) {
                life.sends(CHANGE, 12 + i, "192.0.2.9", "new-phone.local", life.friends(CHANGE, i));
                life.sends(CHANGE, 12.5 + i, "192.0.2.9", "new-phone.local", Life.strangers(CHANGE, i));
            }
            assertThat(life.refused).as("messages refused or held").isZero();
            assertThat(life.harness.state().hold()).isNull();
        }
    }

    /** Without the tables of strange places and new recipients the thief of an hour is not found: they carry it. */
    @Test
    void withoutTheSignsThatCarryItTheThiefPasses() throws RulebookException {
        RulebookFiles files = HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        RulebookFiles without = files;
        for (String rule : List.of("new-recipients", "strange-network", "unknown-client", "fan-out")) {
            String file = "evidence/" + rule + "/rule.yml";
            without = without.with(
                    file, String.valueOf(files.files().get(file)).replace("mode: enforce", "mode: off  # taken away"));
        }
        try (Rulebook blind = Rulebook.compile(without);
                Life life = Life.ofAMonth(blind)) {
            assertThat(life.untilFlagged(CHANGE, 12, "203.0.113.9", "mail.example"))
                    .isEqualTo(13);
        }
        try (Life life = Life.ofAMonth(shipped)) {
            assertThat(life.untilFlagged(CHANGE, 12, "203.0.113.9", "mail.example"))
                    .isLessThanOrEqualTo(8);
        }
    }

    /** An account with forty friends, of whom some are written to three times a day. */
    private static final class Life implements AutoCloseable {

        private final SingleAccountHarness harness;
        private final SortedSet<Integer> flagged = new TreeSet<>();
        private int refused;

        private Life(Rulebook rulebook) {
            harness = new SingleAccountHarness(rulebook, "someone@isp.example");
        }

        static Life ofAMonth(Rulebook rulebook) {
            Life life = new Life(rulebook);
            life.month("laptop.local");
            return life;
        }

        void month(@Nullable String program) {
            for (int day = 0; day < CHANGE; day++) {
                for (int i = 0; i < 3; i++) {
                    sends(day, 9 + 3 * i, "198.51.100.7", program, friends(day, i));
                }
            }
        }

        void closeAsFalsePositive(int day) {
            Instant time = START.plus(Duration.ofDays(day)).plusSeconds(23 * 3600);
            CaseCommand.Header head =
                    new CaseCommand.Header("close", harness.account(), time, "sato", "cli", null, null);
            harness.outputs(new LogEntry.CaseRequest(
                    new CaseCommand.Close(head, Case.Outcome.FALSE_POSITIVE, true, "the customer's own")));
        }

        List<String> friends(int day, int message) {
            return IntStream.range(0, 2)
                    .mapToObj(i -> "k1friend" + (day * 7 + message * 3 + i * 11) % 40)
                    .toList();
        }

        /** Messages to five strangers each, one every five minutes, up to the first flag; one more than all without one. */
        int untilFlagged(int day, int most, String address, @Nullable String program) {
            List<Integer> before = new ArrayList<>(flagged);
            for (int i = 0; i < most; i++) {
                Decision decision = sends(day, 12 + i / 12.0, address, program, strangers(day, i));
                if (!decision.flags().isEmpty() && !before.contains(day)) {
                    return i + 1;
                }
            }
            return most + 1;
        }

        private static List<String> strangers(int day, int message) {
            return IntStream.range(0, 5)
                    .mapToObj(i -> "k1w" + day + "-" + message + "-" + i + "@e" + message + "x" + i + ".example")
                    .toList();
        }

        Decision sends(int day, double hour, String address, @Nullable String program, List<String> people) {
            TestEventBuilder message = at(day, hour).from("JP", address).to(people);
            return sends(day, program == null ? message : message.helo(program));
        }

        Decision sends(int day, double hour, String country, long asn, String address, List<String> people) {
            String network = address.substring(0, address.lastIndexOf('.')) + ".0/24";
            return sends(
                    day,
                    at(day, hour)
                            .from(address, new Origin.Country(country, network, asn, new Origin.Source("test", null)))
                            .helo("mail.example")
                            .to(people));
        }

        private static TestEventBuilder at(int day, double hour) {
            return TestEventBuilder.submission(START.plus(Duration.ofDays(day)).plusSeconds((long) (hour * 3600)));
        }

        private Decision sends(int day, TestEventBuilder message) {
            Decision decision = harness.decide(message);
            if (!decision.flags().isEmpty()) {
                flagged.add(day);
            }
            refused += decision.verdict() instanceof Verdict.Accept ? 0 : 1;
            return decision;
        }

        @Override
        public void close() {
            harness.close();
        }
    }
}
