package org.sekimori.cli.up;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.Case;
import org.sekimori.cases.HoldCommand;
import org.sekimori.cli.decisions.DecisionLine;
import org.sekimori.cli.up.DemoScenario.Message;
import org.sekimori.cli.up.DemoScenario.ShownDecision;
import org.sekimori.cli.up.DemoScenario.SuggestedCommand;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.grants.GrantCommand;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.inbox.InboxDecoder;

/** That the shipped rules decide in the demo what its story tells, at whatever time of the day somebody starts it. */
class DemoScenarioTest {

    private static Rulebook japan;
    private static OriginResolver origins;

    @BeforeAll
    static void compile() throws Exception {
        japan = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
        origins = OriginResolver.open(GeoFiles.NONE, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        japan.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-03-13T12:00:00Z",
                "2030-03-13T23:59:25Z",
                "2030-03-13T23:59:55Z",
                "2030-03-14T00:00:01Z",
                "2030-01-01T00:29:50Z"
            })
    void theStolenAccountIsFoundByARuleAndACaseOpensThatCountsWhatWasSent(String start) throws InterruptedException {
        try (Played played = new Played(Instant.parse(start))) {
            List<SuggestedCommand> tries = new DemoScenario(played, new DemoAccounts(1)).play();

            assertThat(played.lines("ken@isp.example"))
                    .startsWith("accept JP ", "reject NG overseas-without-grant", "accept JP ")
                    .contains("quarantine JP certainly-stolen")
                    .endsWith("reject JP account-on-hold", "reject JP account-on-hold");
            Case opened = played.cases("ken@isp.example");
            assertThat(opened.rules())
                    .extracting(rule -> rule.rule())
                    .containsExactlyInAnyOrder("stolen-account", "certainly-stolen");
            assertThat(opened.messagesOut())
                    .as("of what the case says is out every message is a decision of the demo")
                    .isEqualTo(played.lines("ken@isp.example").stream()
                            .filter(line -> line.startsWith("accept"))
                            .count());
            assertThat(String.join("\n", played.told))
                    .containsPattern(
                            "found, by three signs .*:\\s+to people never written to before, to \\d+ (people|domains)")
                    .contains("opened case " + opened.id())
                    .doesNotContain("has found nothing");
            assertThat(tries)
                    .extracting(SuggestedCommand::words)
                    .contains("case list --open", "case show " + opened.id(), "search --account ken@isp.example");
        }
    }

    @Test
    void theTravellerIsRefusedAndThenPassesByHerGrantAndWebmailPasses() throws InterruptedException {
        try (Played played = new Played(Instant.parse("2030-03-13T12:00:00Z"))) {
            new DemoScenario(played, new DemoAccounts(1)).play();

            assertThat(played.lines("akira@isp.example")).containsExactly("accept JP ", "accept JP ");
            assertThat(played.lines("hanako@isp.example"))
                    .containsExactly("reject DE overseas-without-grant", "accept DE ");
            assertThat(played.lines("yuki@isp.example")).containsExactly("accept BR ");
            assertThat(played.quoted).hasSize(2);
        }
    }

    @Test
    void nothingHappensToTheOtherCustomers() {
        try (Played played = new Played(Instant.parse("2030-03-13T12:00:00Z"))) {
            for (int number = 0; number < 600; number++) {
                played.submit(
                        new Message(DemoAccounts.other(number), DemoAccounts.addressOfOther(number), "", ""),
                        "friend" + number % 7 + "@example.net");
            }
            assertThat(played.lines).hasSize(DemoAccounts.OTHERS);
            played.lines.forEach((account, lines) -> {
                assertThat(DemoAccounts.isOther(account)).isTrue();
                assertThat(lines).containsOnly("accept JP ");
                assertThat(requireNonNull(played.states.get(account)).caseSet().isEmpty())
                        .isTrue();
            });
        }
    }

    @Test
    void aDemoThatIsPlayedAgainHasPeopleOfItsOwn() {
        assertThat(new DemoAccounts(2).ken()).isEqualTo("ken2@isp.example");
        assertThat(DemoAccounts.isOther(new DemoAccounts(2).ken())).isFalse();
    }

    @Test
    void aRulebookThatFindsNothingIsSaidSo() throws InterruptedException {
        List<String> told = new ArrayList<>();
        DemoScenario.Driver blind = new DemoScenario.Driver() {
            @Override
            public void print(String... lines) {
                told.addAll(List.of(lines));
            }

            @Override
            public List<ShownDecision> submit(Message message, String... recipients) {
                return List.of(new ShownDecision("accept", "K7QX-3M2P", false, "", "DUNNO"));
            }

            @Override
            public void quote(ShownDecision refused) {}

            @Override
            public void grant(String account, String country) {}

            @Override
            public void hold(String account, String reason) {
                throw new AssertionError("nobody is suspected");
            }

            @Override
            public @Nullable String openCase(String account) {
                return null;
            }
        };

        assertThat(new DemoScenario(blind, new DemoAccounts(1)).play())
                .extracting(SuggestedCommand::words)
                .containsExactly("grant list");
        assertThat(told).last().asString().contains("has found nothing");
    }

    /** The story with the engine instead of a service: one step a second. */
    private static final class Played implements DemoScenario.Driver, AutoCloseable {

        private final StepEngine engine = new StepEngine(japan);
        private final EventReader reader;
        private final Map<String, AccountState> states = new HashMap<>();
        private final Map<String, List<String>> lines = new HashMap<>();
        private final List<String> told = new ArrayList<>();
        private final List<ShownDecision> quoted = new ArrayList<>();
        private Instant now;
        private int number;

        Played(Instant start) {
            now = start;
            reader = new EventReader(
                    Account.LoginNormalizer.PLAIN,
                    new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                    origins::locate,
                    Clock.fixed(start, ZoneOffset.UTC));
            new DemoAccounts(1).pastOfKen(start).forEach(this::mail);
        }

        List<String> lines(String account) {
            return lines.getOrDefault(account, List.of());
        }

        Case cases(String account) {
            return requireNonNull(states.get(account)).caseSet().all().get(0);
        }

        private List<StepOutput> mail(byte[] event) {
            InboxDecoder.DecodeResult read = reader.readRecorded(event, "event-" + number++);
            assertThat(read).isInstanceOf(InboxDecoder.DecodedEvent.class);
            return step(new LogEntry.Mail(((InboxDecoder.DecodedEvent) read).event()));
        }

        private List<StepOutput> step(LogEntry entry) {
            String account = Objects.requireNonNull(entry.account()).name();
            var step = engine.step(states.get(account), entry);
            if (step.state() != null) {
                states.put(account, step.state());
            }
            return step.outputs();
        }

        @Override
        public void print(String... paragraph) {
            told.addAll(List.of(paragraph));
            now = now.plusSeconds(3L * paragraph.length);
        }

        @Override
        public List<ShownDecision> submit(Message message, String... recipients) {
            List<ShownDecision> all = new ArrayList<>();
            for (String recipient : recipients) {
                now = now.plusSeconds(1);
                String event = """
                        {"time":"%s","kind":"attempt","server":"mx1.isp.example","channel":"%s","account":"%s","client_address":"%s",\
                        "recipients":["%s"],"helo":"%s","size":2048}""".formatted(
                                now,
                                message.context().isEmpty() ? "submission" : message.context(),
                                message.account(),
                                message.address(),
                                recipient.replace(" ", "\",\""),
                                DemoAccounts.helo(message.address()));
                mail(event.getBytes(StandardCharsets.UTF_8)).forEach(output -> {
                    if (output instanceof StepOutput.DecisionMade decided) {
                        all.add(shown(decided.decision()));
                    }
                });
            }
            return all;
        }

        private ShownDecision shown(Decision decision) {
            String rule = decision.verdict().word().equals("accept")
                    ? ""
                    : decision.findings().get(0).rule();
            lines.computeIfAbsent(decision.account().name(), account -> new ArrayList<>())
                    .add(decision.verdict().word() + " " + DecisionLine.origin(decision.origin()) + " " + rule);
            return new ShownDecision(
                    decision.verdict().word(),
                    decision.reference(),
                    !decision.flags().isEmpty(),
                    decision.findings().isEmpty()
                            ? ""
                            : decision.findings().get(0).reason(),
                    "550");
        }

        @Override
        public void quote(ShownDecision refused) {
            quoted.add(refused);
        }

        @Override
        public void grant(String account, String country) {
            step(new LogEntry.GrantRequest(new GrantCommand.Open(
                    "grant-1",
                    Account.of(account),
                    now,
                    "customer",
                    "test",
                    null,
                    null,
                    new TreeSet<>(List.of(country)),
                    "")));
        }

        @Override
        public void hold(String account, String reason) {
            step(new LogEntry.HoldRequest(
                    new HoldCommand.Place("hold-1", Account.of(account), now, "desk", "test", null, reason)));
        }

        @Override
        public @Nullable String openCase(String account) {
            Case open = requireNonNull(states.get(account)).caseSet().open();
            return open == null ? null : open.id();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
