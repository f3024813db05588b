package org.sekimori.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.sekimori.api.server.ManagementConnector;
import org.sekimori.followup.QuestionTokens;
import org.sekimori.geo.GatewayWatch;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.ClockWatch;
import org.sekimori.intake.EventReader;
import org.sekimori.intake.Fallback;
import org.sekimori.intake.Publishers;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.WaitingDoor;
import org.sekimori.intake.http.DecisionDesk;
import org.sekimori.intake.http.EventDesk;
import org.sekimori.intake.postfix.WiringWatch;
import org.sekimori.mail.Account;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.HomeOverride;
import org.sekimori.rules.Policies;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.OutcomeWatch;
import org.sekimori.stream.StandingRules;
import org.sekimori.trial.InProcessTrial;
import org.sekimori.trial.RulebookTrial;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The API on a real web server, over a log in memory. All classes share the server; each test begins with an empty log. */
@SpringBootTest(
        classes = ApiTest.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sekimori.http.header-deadline=2s",
            "sekimori.http.body-deadline=3s",
            "server.tomcat.keep-alive-timeout=5s"
        })
abstract class ApiTest {

    static final String PUBLISHERS = "publishers.yml";
    static final String ALICE = "/v1/accounts/alice@isp.example/grants";

    @Autowired
    MemoryLog log;

    @Autowired
    MemoryRulebooks rulebooks;

    @Autowired
    TestClock clock;

    @Autowired
    ApiSettings settings;

    @Autowired
    Environment environment;

    @Autowired
    ManagementConnector managementConnector;

    @BeforeEach
    void emptyLog() {
        log.reset();
        rulebooks.reset();
        clock.reset();
    }

    /** The command line on the same machine. */
    Client local() {
        try {
            String key = Files.readString(settings.keys().resolve(KeyFile.LOCAL_NAME));
            return nobody().withKey(key.strip());
        } catch (IOException e) {
            throw new AssertionError("the first start made no key", e);
        }
    }

    Client nobody() {
        return new Client("http://127.0.0.1:" + environment.getProperty("local.server.port"), null, List.of());
    }

    /** Where health and metrics have a port of their own. */
    Client management() {
        return nobody().at(managementConnector.address());
    }

    int port() {
        return Integer.parseInt(environment.getProperty("local.server.port", ""));
    }

    /** A domain that speaks Japanese, beside those that speak English. */
    private static final String DOMAINS = """
            domains:
              jp.example:
                language: ja
                time_zone: Asia/Tokyo
                contact: 03-1234-5678
                provider: みほんメール
                phone: 0120-000-000
            """;

    /** The shipped rulebook with Japan as home and {@link #DOMAINS}. */
    static RulebookFiles rulebookFiles() throws RulebookException {
        RulebookFiles japan = HomeOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        String policy = japan.files().getOrDefault(Policies.FILE, "");
        return japan.with(Policies.FILE, policy.replaceFirst("(?m)^domains: \\{}$", DOMAINS));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ApiConfiguration.class)
    static class Application {

        @Bean
        WiringWatch wiringWatch(TestClock clock) {
            return new WiringWatch(clock, Set.of(587, 465));
        }

        @Bean
        Rulebook compiledRulebook() throws RulebookException {
            return Rulebook.compile(rulebookFiles());
        }

        @Bean
        MemoryLog log(Rulebook rulebook) {
            return new MemoryLog(rulebook);
        }

        @Bean
        StandingRules standingRules(Rulebook rulebook, MemoryLog log) {
            return new StandingRules(() -> rulebook, log);
        }

        @Bean
        RulebookTrial trial() {
            return new InProcessTrial();
        }

        @Bean
        MemoryRulebooks rulebooks(Rulebook rulebook) {
            return new MemoryRulebooks(rulebook);
        }

        @Bean
        TestClock clock() {
            return new TestClock();
        }

        @Bean
        Account.Naming naming() {
            return new Account.Naming("isp.example", "+");
        }

        @Bean
        OriginResolver origins(Clock clock) {
            return OriginResolver.open(GeoFiles.NONE, clock);
        }

        @Bean
        GatewayWatch gateways() {
            return new GatewayWatch();
        }

        @Bean
        ClockWatch clocks() {
            return new ClockWatch();
        }

        @Bean
        OutcomeWatch outcomes(MeterRegistry registry) {
            return new OutcomeWatch(registry);
        }

        @Bean
        EventReader reader(OriginResolver origins, Account.Naming naming, Publishers publishers, Clock clock) {
            return new EventReader(
                    naming,
                    new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                    origins::locate,
                    event -> {},
                    clock,
                    Duration.ofMinutes(5),
                    new ClockWatch(),
                    null,
                    publishers);
        }

        @Bean
        Publishers knownPublishers(ApiSettings settings, MeterRegistry registry, Clock clock) {
            Path file = settings.keys().resolveSibling(PUBLISHERS);
            return Publishers.open(file, "sekimori.inbox", true, registry, clock);
        }

        @Bean
        DecisionDesk decisions(MemoryLog log, EventReader reader, MeterRegistry registry, Clock clock) {
            Answer later = new Answer(new Verdict.Defer(451, "4.3.0"), "Try later", null, Answer.Source.FALLBACK);
            Fallback fallback = new Fallback() {
                @Override
                public Answer answer(MailEvent event) {
                    return later;
                }

                @Override
                public Answer unreadable() {
                    return later;
                }
            };
            Duration deadline = Duration.ofMillis(500);
            return new DecisionDesk(
                    new WaitingDoor("http", "http@test", deadline, log, fallback, registry),
                    reader,
                    clock,
                    () -> false);
        }

        @Bean
        EventDesk events(MemoryLog log, EventReader reader) {
            return new EventDesk(reader, log, Duration.ofMillis(500));
        }

        @Bean
        QuestionTokens tokens() throws IOException {
            return QuestionTokens.fromFile(
                    Files.createTempDirectory("sekimori-questions").resolve("questions.key"));
        }

        @Bean
        ApiSettings settings() throws IOException {
            Path data = Files.createTempDirectory("sekimori-api");
            return new ApiSettings(data.resolve("keys"), Duration.ofMillis(500));
        }
    }
}
