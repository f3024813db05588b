package org.sekimori.intake.postfix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.mail.Verdict;
import org.sekimori.rig.PostfixRequestAttributes;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** An attribute that cannot be read opens no way around the rules: the rest of the submission is decided. */
@SuppressWarnings("NullAway.Init")
class UnreadableAttributesTest {

    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";

    private static Rulebook rulebook;

    private PolicyServerFixture server;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(TestPolicy.rulebook("""
                defaults:
                  home: [JP]
                  limits: {messages_per_hour: 3}
                """));
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    @BeforeEach
    void open() {
        server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT);
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> attributes() {
        return Stream.of(
                Arguments.of("queue_id", "4jZ3RH\0GzJHm4"),
                Arguments.of("queue_id", "Q7".repeat(500)),
                Arguments.of("instance", "481c.\u0007.0"),
                Arguments.of("helo_name", "a\0b"),
                Arguments.of("helo_name", "\u00ffbüro"),
                Arguments.of("helo_name", "h".repeat(254) + "\ud83d\ude00"),
                Arguments.of("helo_name", "h".repeat(60_000)),
                Arguments.of("client_name", "mail.google.com\0"),
                Arguments.of("sender", "a".repeat(254) + "\ud83d\ude00@isp.example"),
                Arguments.of("sender", "a\u001b[2Jb@isp.example"),
                Arguments.of("encryption_protocol", "TLS\u009bv1"),
                Arguments.of("server_address", "\ud83d\ude00".repeat(200)),
                Arguments.of("policy_context", "web\0mail"),
                Arguments.of("recipient_count", "-1"),
                Arguments.of("recipient_count", "99999999999999999999"),
                Arguments.of("recipient_count", "2147483647"),
                Arguments.of("recipient_count", "1\0"),
                Arguments.of("size", "-9223372036854775808"),
                Arguments.of("size", "9223372036854775807"),
                Arguments.of("size", "1e9"),
                Arguments.of("request", "smtpd_access_policy\0"),
                Arguments.of("request", ""),
                Arguments.of("protocol_state", "END-OF-MESSAGE "),
                Arguments.of("protocol_state", "end-of-message"),
                Arguments.of("protocol_state", ""),
                Arguments.of("recipient", "b@" + "x".repeat(60_000)),
                Arguments.of("recipient", "b@\0.example"));
    }

    private String ask(String address, String name, String value, Charset charset) {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("client_address", address);
        changes.put(name, value);
        byte[] wire = new String(PostfixRequestAttributes.wire(PostfixRequestAttributes.attributes(changes)), UTF_8)
                .getBytes(charset);
        return server.raw(wire);
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void fromAbroadItIsRefusedWhateverAttributeCannotBeRead(String name, String value) {
        assertThat(ask(GERMANY, name, value, UTF_8))
                .startsWith("550 5.7.1 Your connection appears to come from Germany");
        assertThat(ask(GERMANY, name, value + "\u00e9", ISO_8859_1))
                .startsWith("550 5.7.1 Your connection appears to come from Germany");
        assertThat(server.last().account().name()).isEqualTo("alice@isp.example");
        assertThat(server.stream.deadLetters).isNotEmpty().allSatisfy(reason -> assertThat(reason)
                .startsWith("\"" + name + "\" ")
                .contains("; decided without ")
                .doesNotContain("\0", "\u001b"));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void fromHomeItIsCounted(String name, String value) {
        for (int i = 0; i < 3; i++) {
            assertThat(ask(HOME, name, value, UTF_8)).isEqualTo("DUNNO");
        }
        assertThat(ask(HOME, name, value, UTF_8)).startsWith("450 4.7.1 ");
        assertThat(server.last().recipientCount()).isPositive();
    }

    @Test
    void eachAttributeIsCountedByItsName() {
        ask(HOME, "helo_name", "a\0b", UTF_8);
        ask(HOME, "helo_name", "\u001b", UTF_8);
        ask(HOME, "size", "many", UTF_8);

        assertThat(server.metrics("sekimori.endpoint.unreadable.fields", "field", "helo_name"))
                .isEqualTo(2);
        assertThat(server.metrics("sekimori.endpoint.unreadable.fields", "field", "size"))
                .isEqualTo(1);
        assertThat(server.stream.deadLetters)
                .contains("\"helo_name\" contains U+0000 at position 1; decided without it");
    }

    @Test
    void idsOfTheLongestKindAreDecidedAndARetryCountsOnce() {
        for (int i = 0; i < 4; i++) {
            assertThat(server.mail(HOME, "instance", "1a".repeat(64), "queue_id", "Q7".repeat(32)))
                    .isEqualTo("DUNNO");
        }
        assertThat(server.stream.deadLetters).isEmpty();
        assertThat(server.mail(GERMANY, "instance", "2b".repeat(64), "queue_id", "Q7".repeat(32)))
                .startsWith("550 5.7.1 ");
    }

    @Test
    void anAttributeThatIsMissingIsNoWayOutEither() {
        byte[] wire = ("request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nclient_address=" + HOME
                        + "\nsasl_username=alice@isp.example\n\n")
                .getBytes(UTF_8);
        for (int i = 0; i < 3; i++) {
            assertThat(server.raw(wire)).isEqualTo("DUNNO");
            assertThat(server.last().recipientCount()).isEqualTo(1);
        }
        assertThat(server.raw(wire)).startsWith("450 4.7.1 ");
    }

    static Stream<String> withoutAName() {
        return Stream.of(
                "sasl_username\0=alice@isp.example\n",
                "SASL_USERNAME=alice@isp.example\n",
                "sasl_username alice@isp.example\n",
                "sasl_username=\nsasl_username=alice@isp.example\n",
                "sasl_username=alice@isp.example\nsasl_username=bob@isp.example\n",
                "filler=" + "x".repeat(70_000) + "\nsasl_username=alice@isp.example\n");
    }

    @ParameterizedTest
    @MethodSource("withoutAName")
    void whereTheLogInCannotBeReadAllCountAsTheOneAccountThatHasNoName(String lines) {
        String start = "request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\nclient_address=";

        assertThat(server.raw((start + GERMANY + "\n" + lines + "\n").getBytes(UTF_8)))
                .startsWith("550 5.7.1 Your connection appears to come from Germany");
        assertThat(server.last().account()).isEqualTo(Account.UNNAMEABLE);
        for (int i = 0; i < 3; i++) {
            assertThat(server.raw((start + HOME + "\n" + lines + "\n").getBytes(UTF_8)))
                    .isEqualTo("DUNNO");
        }
        assertThat(server.raw((start + HOME + "\n" + lines + "\n").getBytes(UTF_8)))
                .startsWith("450 4.7.1 ");
        assertThat(server.metrics("sekimori.logins.invalid", "door", "postfix")).isEqualTo(5);
    }

    @Test
    void aHoldOfThatAccountStopsThem() {
        server.stream.request(
                new LogEntry.HoldRequest(
                        new HoldCommand.Place("h1", Account.UNNAMEABLE, Instant.now(), "sato", "cli", null, "")),
                Duration.ofSeconds(1));

        assertThat(server.raw(
                        ("request=smtpd_access_policy\nno line\nclient_address=" + HOME + "\n\n").getBytes(UTF_8)))
                .startsWith("550 5.7.1 Sending is paused");
    }

    @Test
    void whoeverDidNotLogInIsNotTouchedWhateverElseCannotBeRead() {
        for (String broken :
                new String[] {"helo_name=a\0b\n", "no line\n", "recipient_count=-1\n", "protocol_state=X\n"}) {
            assertThat(server.raw(("request=smtpd_access_policy\n" + broken + "client_address=" + GERMANY
                                    + "\nsasl_username=\n\n")
                            .getBytes(UTF_8)))
                    .isEqualTo("DUNNO");
        }
        assertThat(server.stream.events).isEmpty();
    }

    @Test
    void whatIsNoRequestAtAllCountsForNobody() {
        assertThat(server.raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8)))
                .isEqualTo("DUNNO");
        assertThat(server.raw(("x".repeat(70_000) + "\n\n").getBytes(UTF_8))).isEqualTo("DUNNO");
        assertThat(server.stream.events).isEmpty();
        assertThat(server.stream.deadLetters).hasSize(2);
    }

    /** Each is many times what made it, and submissions wait behind them for the log. */
    @Test
    void whoeverSendsNothingThatCanBeReadDoesNotFillTheLog() {
        long begun = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            server.raw("x\n\n".getBytes(UTF_8));
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);

        assertThat(server.stream.deadLetters).hasSizeLessThanOrEqualTo((int) (200 * (seconds + 1)));
    }
}
