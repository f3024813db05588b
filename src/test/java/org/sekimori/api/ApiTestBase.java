package org.sekimori.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.sekimori.api.keys.ApiKeyFile;
import org.sekimori.api.request.ApiSettings;
import org.sekimori.api.server.ManagementConnector;
import org.sekimori.follow.delivery.AskedMessageRegistry;
import org.sekimori.follow.delivery.LogFollowers;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.geo.GatewayDetector;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.intake.authpolicy.AuthPolicyService;
import org.sekimori.intake.authpolicy.AuthPolicySettings;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.http.DecisionService;
import org.sekimori.intake.http.EventIngest;
import org.sekimori.intake.milter.MilterConfigMonitor;
import org.sekimori.intake.mtahook.MtaHookService;
import org.sekimori.intake.postfix.PostfixConfigMonitor;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rig.OidcProvider;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.AccountStateReader;
import org.sekimori.stream.LocalDecisionMaker;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.stream.step.OutcomeMatchMonitor;
import org.sekimori.trial.InProcessRulebookTrial;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.web.WebConfiguration;
import org.sekimori.web.staff.QuickPasswords;
import org.sekimori.web.staff.StaffPasswords;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The API on a real web server, over a log in memory. All classes share the server; each test begins with an empty log and empty lists. */
@SpringBootTest(
        classes = ApiTestBase.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sekimori.http.header-deadline=1s",
            "sekimori.http.body-deadline=2s",
            "server.tomcat.keep-alive-timeout=2s"
        })
public abstract class ApiTestBase {

    static final String PUBLISHERS = "publishers.yml";
    public static final String ALICE = "/v1/accounts/alice@isp.example/grants";

    /** Key that links of the portal are signed with, in hexadecimal digits. */
    public static final String PORTAL_KEY = "5a".repeat(32);

    @DynamicPropertySource
    static void portal(DynamicPropertyRegistry properties) {
        properties.add("sekimori.my.portal-keys", () -> {
            try {
                Path file = Files.createTempDirectory("sekimori-portal").resolve("portal.keys");
                return Files.writeString(file, "test " + PORTAL_KEY + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The provider need not run: it is asked when somebody logs in. */
    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry properties) {
        properties.add("sekimori.console.oidc.client-id", () -> "sekimori-console");
        properties.add("sekimori.console.oidc.address", () -> OidcProvider.CONSOLE);
        properties.add("sekimori.console.oidc.analyst", () -> "mail-readers");
        properties.add("sekimori.console.oidc.user-info", () -> "true");
        properties.add("sekimori.console.oidc.desk", () -> "mail-desk");
        properties.add("sekimori.console.oidc.admin", () -> "mail-admins");
        properties.add("sekimori.my.oidc.client-id", () -> "sekimori-my");
        properties.add("sekimori.my.oidc.address", () -> OidcProvider.MY);
        properties.add("sekimori.my.oidc.amr", () -> "otp,hwk");
        properties.add("sekimori.my.oidc.mailboxes-claim", () -> "mailboxes");
        properties.add("sekimori.my.oidc.verified-claim", () -> "email_verified");
        for (String realm : List.of("console", "my")) {
            properties.add("sekimori." + realm + ".oidc.issuer", () -> OidcProvider.ISSUER);
            properties.add("sekimori." + realm + ".oidc.client-secret-file", () -> {
                try {
                    Path file = Files.createTempDirectory("sekimori-oidc").resolve("secret");
                    return Files.writeString(file, OidcProvider.secret(realm) + "\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Autowired
    public InMemoryLog log;

    @Autowired
    InMemoryRulebookAdmin rulebooks;

    @Autowired
    private InMemoryListLog listLog;

    @Autowired
    private InMemoryOneTimeIds oneTimeIds;

    @Autowired
    private RecordedCodes codes;

    @Autowired
    public MutableClock clock;

    @Autowired
    public ApiSettings settings;

    @Autowired
    public Environment environment;

    @Autowired
    ManagementConnector managementConnector;

    @BeforeEach
    void emptyLog() {
        log.reset();
        rulebooks.reset();
        listLog.reset();
        oneTimeIds.reset();
        codes.sent.clear();
        clock.reset();
    }

    /** The command line on the same machine. */
    public ApiTestClient local() {
        try {
            String key = Files.readString(settings.keys().resolve(ApiKeyFile.LOCAL_NAME));
            return nobody().withKey(key.strip());
        } catch (IOException e) {
            throw new AssertionError("the first start made no key", e);
        }
    }

    public ApiTestClient nobody() {
        return new ApiTestClient("http://127.0.0.1:" + environment.getProperty("local.server.port"), null, List.of());
    }

    /** Where health and metrics have a port of their own. */
    ApiTestClient management() {
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
        RulebookFiles japan = HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        String policy = japan.files().getOrDefault(DomainPolicies.FILE, "");
        return japan.with(DomainPolicies.FILE, policy.replaceFirst("(?m)^domains: \\{}$", DOMAINS));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({ApiConfiguration.class, WebConfiguration.class})
    static class Application {

        /** Most of a test's time would be rounds of bcrypt. */
        @Bean
        @Primary
        StaffPasswords quickPasswords() {
            return QuickPasswords.create();
        }

        @Bean
        MilterConfigMonitor milterConfigMonitor(MutableClock clock) {
            return new MilterConfigMonitor(clock);
        }

        @Bean
        PostfixConfigMonitor wiringWatch(MutableClock clock) {
            return new PostfixConfigMonitor(clock, Set.of(587, 465));
        }

        @Bean
        Rulebook compiledRulebook() throws RulebookException {
            return Rulebook.compile(rulebookFiles());
        }

        @Bean
        InMemoryLog log(Rulebook rulebook) {
            return new InMemoryLog(rulebook);
        }

        @Bean
        AuditTrail auditTrail(InMemoryLog log) {
            return log::audit;
        }

        @Bean
        AccountStateReader accountStates(InMemoryLog log) {
            return log::state;
        }

        @Bean
        LocalDecisionMaker standingRules(Rulebook rulebook, InMemoryLog log) {
            return new LocalDecisionMaker(() -> rulebook, log);
        }

        @Bean
        InMemoryListLog listLog() {
            return new InMemoryListLog();
        }

        @Bean
        RecordedCodes codes() {
            return new RecordedCodes();
        }

        @Bean
        InMemoryOneTimeIds oneTimeIds() {
            return new InMemoryOneTimeIds();
        }

        @Bean
        RulebookTrial trial() {
            return new InProcessRulebookTrial();
        }

        @Bean
        InMemoryRulebookAdmin rulebooks(Rulebook rulebook) throws RulebookException {
            return new InMemoryRulebookAdmin(rulebook, rulebookFiles());
        }

        @Bean
        MutableClock clock() {
            return new MutableClock();
        }

        @Bean
        Account.LoginNormalizer naming() {
            return new Account.LoginNormalizer("isp.example", "+");
        }

        @Bean
        OriginResolver origins(Clock clock) {
            return OriginResolver.open(GeoFiles.NONE, clock);
        }

        @Bean
        GatewayDetector gateways() {
            return new GatewayDetector();
        }

        @Bean
        ClockSkewMonitor clocks() {
            return new ClockSkewMonitor();
        }

        @Bean
        OutcomeMatchMonitor outcomes(MeterRegistry registry) {
            return new OutcomeMatchMonitor(registry);
        }

        @Bean
        EventReader reader(
                OriginResolver origins, Account.LoginNormalizer naming, PublisherRegistry publishers, Clock clock) {
            return new EventReader(
                    naming,
                    new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                    origins::locate,
                    event -> {},
                    clock,
                    Duration.ofMinutes(5),
                    new ClockSkewMonitor(),
                    null,
                    publishers);
        }

        @Bean
        PublisherRegistry knownPublishers(ApiSettings settings, MeterRegistry registry, Clock clock) {
            Path file = settings.keys().resolveSibling(PUBLISHERS);
            return PublisherRegistry.open(file, "sekimori.inbox", true, registry, clock);
        }

        @Bean
        DecisionService decisions(InMemoryLog log, EventReader reader, MeterRegistry registry, Clock clock) {
            SubmissionAnswer later = new SubmissionAnswer(
                    new Verdict.Defer(451, "4.3.0"), "Try later", null, SubmissionAnswer.Source.FALLBACK);
            FallbackAnswers fallback = new FallbackAnswers() {
                @Override
                public SubmissionAnswer answer(MailEvent event) {
                    return later;
                }

                @Override
                public SubmissionAnswer unreadable() {
                    return later;
                }
            };
            Duration deadline = Duration.ofMillis(500);
            return new DecisionService(
                    new SynchronousEndpoint("http", "http@test", deadline, log, fallback, registry),
                    reader,
                    clock,
                    () -> false);
        }

        @Bean
        EventIngest events(InMemoryLog log, EventReader reader) {
            return new EventIngest(reader, log, Duration.ofMillis(500));
        }

        @Bean
        AuthPolicyService authPolicy(
                LocalDecisionMaker standingRules,
                Account.LoginNormalizer naming,
                OriginResolver origins,
                EventIngest ingest,
                InMemoryLog log,
                MeterRegistry registry,
                Clock clock) {
            AuthPolicySettings settings = new AuthPolicySettings(
                    Set.of("account-on-hold", "overseas-without-grant"),
                    Set.of("smtp", "submission"),
                    Set.of("smtp", "submission"));
            return new AuthPolicyService(
                    settings, standingRules, naming, origins::locate, ingest, log, registry, clock);
        }

        @Bean
        MtaHookService mtaHooks(DecisionService decisions) {
            return new MtaHookService(decisions);
        }

        @Bean
        LogFollowers runningFollowers(
                ApiSettings settings, EventReader reader, InMemoryLog log, MeterRegistry registry, Clock clock) {
            return LogFollowers.start(
                    List.of(),
                    settings.keys(),
                    reader,
                    log,
                    new LogClientSettings("127.0.0.1:9", "sekimori.", Map.of()),
                    new AskedMessageRegistry(clock.instant()),
                    registry,
                    clock);
        }

        @Bean
        OwnerQuestionTokens tokens() throws IOException {
            return OwnerQuestionTokens.fromFile(
                    Files.createTempDirectory("sekimori-questions").resolve("questions.key"));
        }

        @Bean
        ApiSettings settings() throws IOException {
            Path data = Files.createTempDirectory("sekimori-api");
            return new ApiSettings(data.resolve("keys"), Duration.ofMillis(500));
        }
    }
}
