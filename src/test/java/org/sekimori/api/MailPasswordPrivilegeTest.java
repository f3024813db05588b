package org.sekimori.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.keys.ApiKeyFile;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseSet;
import org.sekimori.geo.OriginResolver;
import org.sekimori.grants.GrantSet;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.postfix.PostfixConfigMonitor;
import org.sekimori.intake.postfix.PostfixPolicyServer;
import org.sekimori.intake.postfix.PostfixPolicySettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Whoever has stolen a mail password can log in to submit, and can do nothing about the grants, the hold and the case that stand in
 * their way: by no route of the API, and by no door that the mail password opens.
 */
class MailPasswordPrivilegeTest extends ApiTestBase {

    private static final Set<String> OF_MAIL_SERVERS =
            Set.of("/", "/v1/auth-policy", "/v1/mta-hooks", "/v1/events", "/v1/decisions");
    private static final Account OWNER = Account.of("alice@isp.example");
    private static final String MAIL_PASSWORD = "correct horse battery staple";
    private static final String FIELDS = "{\"account\":\"alice@isp.example\",\"accounts\":[\"alice@isp.example\"]}";

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Autowired
    OriginResolver origins;

    private String caseId = "";

    /** A stolen account as the desk has left it: flagged, with a grant that was revoked, and on hold. */
    @BeforeEach
    void stolen() {
        local().post(ALICE, "{}").expect(201);
        local().delete(ALICE).expect(200);
        local().post("/v1/decisions", "{\"account\":\"alice@isp.example\",\"recipient_count\":501}")
                .expect(200);
        local().put("/v1/accounts/alice@isp.example/hold", "{\"reason\":\"stolen\",\"by\":\"sato\"}")
                .expect(200);
        caseId = open().id();
    }

    /** The log answers here, so that the door need not. */
    private static final class Never implements FallbackAnswers {

        @Override
        public SubmissionAnswer answer(MailEvent event) {
            return unreadable();
        }

        @Override
        public SubmissionAnswer unreadable() {
            return new SubmissionAnswer(
                    new Verdict.Defer(451, "4.3.0"), "Try later", null, SubmissionAnswer.Source.FALLBACK);
        }
    }

    /** Everything that stands in the thief's way. */
    private record Standing(GrantSet grants, Object hold, CaseSet cases, Object home) {}

    private Standing standing() {
        return new Standing(log.grants(OWNER), log.hold(OWNER).orElseThrow(), log.cases(OWNER), log.home(OWNER));
    }

    private Case open() {
        return Objects.requireNonNull(log.cases(OWNER).open());
    }

    private boolean opens() {
        return log.grants(OWNER).grants().stream().anyMatch(grant -> grant.active(clock.instant()));
    }

    @Test
    void noRouteThatChangesSomethingTakesTheMailPassword() {
        Standing before = standing();
        Map<String, String> routes = described();
        assertThat(routes.keySet()).as("every route is walked").isEqualTo(mapped());

        String basic = Base64.getEncoder().encodeToString(("alice@isp.example:" + MAIL_PASSWORD).getBytes(UTF_8));
        routes.forEach((route, body) -> {
            String[] parts = route.split(" ", 2);
            String path = path(parts[1]);
            ApiTestClient nobody = nobody().with("If-Match", "\"1\"");
            for (ApiTestClient thief : new ApiTestClient[] {
                nobody, nobody.with("Authorization", "Basic " + basic), nobody.withKey(MAIL_PASSWORD)
            }) {
                assertThat(thief.send(parts[0], path, body).status())
                        .as(route)
                        .isIn(signed(path) ? List.of(400, 401, 429) : List.of(401, 429));
            }
        });

        assertThat(routes).hasSizeGreaterThan(20);
        assertThat(standing()).isEqualTo(before);
    }

    private String path(String route) {
        String asked = route.startsWith("/v1/account/") ? route + "?account=" + OWNER.name() : route;
        return asked.replace("{account}", OWNER.name())
                .replace("{id}", caseId)
                .replace("{list}", "spam-hosts")
                .replace("{token}", MAIL_PASSWORD.replace(" ", "%20"));
    }

    /** The link in a question is no route of keys: it is let in by its own signature, and opens a case at most. */
    private static boolean signed(String path) {
        return path.startsWith("/asked/");
    }

    /** Method and path of every route that changes something, with a body that it could take. */
    private Map<String, String> described() {
        JsonNode paths = new YAMLMapper()
                .readTree(nobody().get("/v1/openapi.yaml").http().body())
                .path("paths");
        Map<String, String> routes = new TreeMap<>();
        paths.properties().forEach(path -> Set.of("post", "put", "delete", "patch").stream()
                .filter(path.getValue()::has)
                .forEach(method -> {
                    JsonNode example = path.getValue()
                            .at("/" + method + "/requestBody/content")
                            .path("application/json")
                            .path("example");
                    routes.put(
                            method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                            example.isMissingNode() ? FIELDS : example.toString());
                }));
        return routes;
    }

    /** A route that answers to every method changes something, too. */
    private Set<String> mapped() {
        Set<String> mapped = new TreeSet<>();
        mapping.getHandlerMethods().keySet().forEach(info -> info.getPatternValues().stream()
                // Pages are walked by a test of their own.
                .filter(path -> !path.equals("/error") && !path.startsWith("/console"))
                .forEach(path -> {
                    if (info.getMethodsCondition().getMethods().isEmpty()) {
                        mapped.add("ANY " + path);
                    }
                    info.getMethodsCondition().getMethods().stream()
                            .filter(method -> !method.name().equals("GET"))
                            .forEach(method -> mapped.add(method.name() + " " + path));
                }));
        return mapped;
    }

    private ApiTestClient client(String scope) throws IOException {
        String key = "door-" + scope;
        Path file = settings.keys().resolve(ApiKeyFile.NAME);
        local().get("/v1/holds");
        String hash = HexFormat.of().formatHex(ApiKey.hash(key));
        Files.writeString(
                file,
                Files.readString(file) + "  - {name: " + key.replace(':', '-') + ", scopes: ['" + scope
                        + "'], sha256: '" + hash + "'}\n");
        clock.advance(Duration.ofSeconds(2));
        local().get("/v1/holds");
        return nobody().withKey(key);
    }

    @Test
    void noEventOfAMailServerReleasesAnythingAndNoKeyOfADoorDoes() throws IOException {
        String before = Files.readString(settings.keys().resolve(ApiKeyFile.NAME));
        try {
            ApiTestClient events = client("events:write");
            for (EventKind kind : EventKind.values()) {
                String event = "{\"id\":\"" + kind + "\",\"time\":\"" + clock.instant() + "\",\"kind\":\"" + kind.word()
                        + "\",\"account\":\"alice@isp.example\",\"recipient_count\":1}";
                int status = events.post("/v1/events", event).status();
                assertThat(status == 403).as(kind.word()).isEqualTo(kind.changesAccount());
                assertThat(log.hold(OWNER)).as(kind.word()).isPresent();
                assertThat(opens()).as(kind.word()).isFalse();
            }
            assertThat(log.events())
                    .as("the kinds that an event may have were taken")
                    .hasSizeGreaterThan(9);
            ApiTestClient decisions = client("decisions:write");
            assertThat(decisions
                            .post("/v1/decisions", "{\"account\":\"alice@isp.example\"}")
                            .text("verdict"))
                    .isEqualTo("reject");
            for (ApiTestClient door : new ApiTestClient[] {events, decisions}) {
                described().forEach((route, body) -> {
                    String[] parts = route.split(" ", 2);
                    if (!OF_MAIL_SERVERS.contains(parts[1])) {
                        String path = path(parts[1]);
                        assertThat(door.send(parts[0], path, body).status())
                                .as(route)
                                .isEqualTo(signed(path) ? 400 : 403);
                    }
                });
            }
            assertThat(log.hold(OWNER)).isPresent();
            assertThat(opens()).isFalse();
        } finally {
            Files.writeString(settings.keys().resolve(ApiKeyFile.NAME), before);
            clock.advance(Duration.ofSeconds(2));
            local().get("/v1/holds");
        }
    }

    @Test
    void aChangedPasswordAloneReleasesNothing() {
        local().post(
                        "/v1/events",
                        "{\"id\":\"p1\",\"time\":\"2026-11-25T09:00:00Z\",\"kind\":\"password_changed\",\"account\":\"alice\"}")
                .expect(202);

        assertThat(log.hold(OWNER)).isPresent();
        assertThat(open().state().word()).isEqualTo("held");
        assertThat(local().delete("/v1/accounts/alice@isp.example/hold").problem(409))
                .startsWith("a release needs proof: the device was not cleaned yet");
    }

    @Test
    void noAttributeAtTheDoorForPostfixOpensAnything() throws IOException {
        Standing before = standing();
        PostfixPolicySettings settings =
                new PostfixPolicySettings("127.0.0.1", 0, Duration.ofSeconds(5), "postfix@test", false);
        try (PostfixPolicyServer policyServer = PostfixPolicyServer.open(
                        settings,
                        new SubmissionIntake(
                                log,
                                new Account.LoginNormalizer("isp.example", "+"),
                                origins::locate,
                                event -> {},
                                recipient -> recipient,
                                new Never(),
                                new SimpleMeterRegistry(),
                                clock),
                        new PostfixConfigMonitor(clock, Set.of()));
                Socket server = new Socket("127.0.0.1", policyServer.address().getPort());
                BufferedReader answers = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            for (String more : new String[] {
                "",
                "request=grant_open\n",
                "request=home_set\ncountries=DE\nby=sato\nreason=x\n",
                "kind=password_changed\n",
                "grant=open\nhold=release\nby=sato\nreason=x\n"
            }) {
                String request = "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nprotocol_name=ESMTP\n"
                        + "sasl_method=PLAIN\nsasl_username=alice@isp.example\nclient_address=192.0.2.1\n"
                        + "instance=" + more.length() + "\nqueue_id=4jZ\nrecipient_count=1\nsize=1\n" + more + "\n";
                server.getOutputStream().write(request.getBytes(UTF_8));
                server.getOutputStream().flush();
                assertThat(answers.readLine()).as(more).matches("action=(550 5.7.|451 4.3.).*");
                assertThat(answers.readLine()).isEmpty();
            }
        }
        assertThat(standing()).isEqualTo(before);
        assertThat(opens()).isFalse();
    }
}
