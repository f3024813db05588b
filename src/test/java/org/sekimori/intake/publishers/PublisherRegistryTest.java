package org.sekimori.intake.publishers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.intake.event.EventTimePolicy;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.PublisherCredential;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;
import org.sekimori.stream.inbox.RecordSignature;

/** Who is believed what on the inbox. */
class PublisherRegistryTest {

    private static final String INBOX = "sekimori.inbox";
    private static final Instant NOW = Instant.parse("2026-10-01T08:00:00Z");
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String MX = """
            publishers:
              - id: mx-logs
                signing_key: mx.key
                topic: sekimori.inbox.mx-logs
                servers: [mx1.isp.example, "192.0.2.*"]
                kinds: [attempt, outcomes, auth_failed]
                before_queue: true
                accounts: ["*@isp.example"]
                networks: [133.11.0.0/16]
                recipients_per_message: 50
                events_per_minute: 5
              - id: crm
                signing_key: mx.key
                kinds: [password_changed, account_closed, account_renamed]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = NOW;

    private Path file(String text) throws Exception {
        Files.write(folder.resolve("mx.key"), KEY);
        return Files.writeString(folder.resolve("publishers.yml"), text);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }

    private PublisherRegistry open(boolean onThisMachine) {
        return PublisherRegistry.open(folder.resolve("publishers.yml"), INBOX, onThisMachine, registry, clock());
    }

    private EventReader reader(PublisherRegistry publishers) {
        return new EventReader(
                LoginNormalizer.PLAIN,
                EventReaderFixture.HASHER,
                EventReaderFixture.ORIGINS,
                event -> {},
                clock(),
                EventTimePolicy.CLOCKS,
                new ClockSkewMonitor(),
                null,
                publishers);
    }

    private static String event(String kind, String more) {
        return "{\"time\":\"" + NOW + "\",\"kind\":\"" + kind + "\",\"account\":\"alice@isp.example\"" + more + "}";
    }

    private static DecodeResult unsigned(EventReader reader, String event) {
        return reader.decode(event.getBytes(UTF_8), "inbox-0@7", NOW, new PublisherCredential(INBOX, null));
    }

    private static DecodeResult signed(EventReader reader, String publisher, String event) {
        return signed(reader, publisher, event, NOW);
    }

    private static DecodeResult signed(EventReader reader, String publisher, String event, Instant arrival) {
        RecordSignature signature = RecordSignature.of(KEY, INBOX, publisher, NOW, event.getBytes(UTF_8));
        return reader.decode(event.getBytes(UTF_8), "inbox-0@7", arrival, new PublisherCredential(INBOX, signature));
    }

    private static MailEvent taken(DecodeResult outcome) {
        assertThat(outcome).isInstanceOf(DecodedEvent.class);
        return ((DecodedEvent) outcome).event();
    }

    private static String refused(DecodeResult outcome) {
        assertThat(outcome).isInstanceOf(RejectedRecord.class);
        assertThat(((RejectedRecord) outcome).forbidden()).isTrue();
        return ((RejectedRecord) outcome).reason();
    }

    private double count(String publisher, String right) {
        return registry.get("sekimori.publishers.refused")
                .tag("publisher", publisher)
                .tag("right", right)
                .counter()
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password_changed", "account_closed", "account_renamed"})
    void noAccountIsChangedOverAnInboxThatAnybodyMayWriteTo(String kind) {
        for (boolean onThisMachine : new boolean[] {true, false}) {
            assertThat(refused(unsigned(reader(open(onThisMachine)), event(kind, ""))))
                    .contains("publisher inbox:", "may not publish '" + kind + "'", "accounts:write");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rejected     | ,"before_queue":true,"queue_id":"4jZ3RH","server":"mx1" | before_queue
            rate_limited | ,"before_queue":true,"queue_id":"4jZ3RH","server":"mx1" | before_queue
            attempt      | ,"history":true,"client_address":"91.10.20.30"          | history
            accepted     | ,"history":true                                         | history
            attempt      | ,"channel":"webmail","client_address":"91.10.20.30"     | channel
            attempt      | ,"id":"postfix:4a1f.0:4jZ3RH"                            | id
            attempt      | ,"id":"milter:192.0.2.25:4jZ3RH"                         | id
            """)
    void whoeverMayWriteToAClustersInboxUndoesNothing(String kind, String more, String right) {
        EventReader reader = reader(open(false));

        assertThat(refused(unsigned(reader, event(kind, more)))).contains("publisher inbox:unsigned may not");
        assertThat(count("inbox:unsigned", right)).isEqualTo(1);
        assertThat(taken(unsigned(reader(open(true)), event(kind, more))).publisher())
                .isEqualTo("inbox:local");
    }

    @Test
    void whatAMailServerReportsIsTakenWithoutAFile() {
        EventReader reader = reader(open(false));

        for (EventKind kind : Publisher.MAIL) {
            assertThat(taken(unsigned(reader, event(kind.word(), ""))).publisher())
                    .isEqualTo("inbox:unsigned");
        }
    }

    @Test
    void aFileEndsWhatWasTakenFromAnybody() throws Exception {
        PublisherRegistry publishers = open(true);
        EventReader reader = reader(publishers);
        taken(unsigned(reader, event("attempt", "")));

        file(MX);
        now = NOW.plusSeconds(2);

        assertThat(refused(unsigned(reader, event("attempt", "")))).contains("not signed");
        assertThat(publishers.refused()).containsEntry("inbox:unsigned", "1 by signature");
        assertThat(publishers.refusedLately()).isTrue();
        now = NOW.plus(Duration.ofMinutes(16));
        assertThat(publishers.refusedLately()).isFalse();
    }

    @Test
    void aFileThatCannotBeUsedLeavesTheOneBeforeInForce() throws Exception {
        file(MX);
        PublisherRegistry publishers = open(false);
        EventReader reader = reader(publishers);

        file("publishers: [{id: x, kind: attempt}]");
        now = NOW.plusSeconds(2);

        taken(signed(reader, "mx-logs", event("accepted", ",\"server\":\"mx1.isp.example\"")));
        assertThat(publishers.problem())
                .contains("publishers.yml: line 1: 'kind' is not known here; known are accounts,");
    }

    @Test
    void aSignedRecordIsItsPublishers() throws Exception {
        file(MX);
        EventReader reader = reader(open(false));

        MailEvent event = taken(signed(reader, "mx-logs", event("accepted", ",\"server\":\"MX1.isp.example.\"")));

        assertThat(event.publisher()).isEqualTo("mx-logs");
        assertThat(event.attemptRequired()).isTrue();
        assertThat(taken(signed(reader, "crm", event("account_closed", ""))).publisher())
                .isEqualTo("crm");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            account_closed | ,"server":"mx1.isp.example"                                 | kind    | may not publish 'account_closed'
            auth_succeeded | ,"server":"mx1.isp.example"                                 | kind    | allows accepted, attempt, auth_failed, bounced
            rejected       | ,"server":"mx2.isp.example","before_queue":true             | server  | may not speak for server 'mx2.isp.example', only for [mx1.isp.example, 192.0.2.*]
            accepted       | ,"queue_id":"4jZ3RH"                                        | server  | no server
            accepted       | ,"server":"mx1.isp.example.evil.example"                    | server  | mx1.isp.example.evil.example
            attempt        | ,"server":"192.0.2.1","client_address":"91.10.20.30"        | network | outside [133.11.0.0/16]
            auth_failed    | ,"server":"192.0.2.1"                                       | network | outside
            attempt        | ,"server":"192.0.2.1","channel":"webmail"                   | channel | channels: [webmail]
            accepted       | ,"server":"192.0.2.1","history":true                        | history | history: true
            accepted       | ,"server":"192.0.2.1","recipient_count":51                  | recipients | at most 50
            """)
    void aPublisherSaysWhatItsEntryAllows(String kind, String more, String right, String reason) throws Exception {
        file(MX);

        assertThat(refused(signed(reader(open(false)), "mx-logs", event(kind, more))))
                .startsWith("publisher mx-logs ")
                .contains(reason);
        assertThat(count("mx-logs", right)).isEqualTo(1);
    }

    @Test
    void otherPeoplesAccountsAreNoneOfItsBusiness() throws Exception {
        file(MX);
        String event = "{\"time\":\"" + NOW
                + "\",\"kind\":\"complaint\",\"server\":\"192.0.2.1\",\"account\":\"bob@other.example\"}";

        assertThat(refused(signed(reader(open(false)), "mx-logs", event))).contains("may not speak about this account");
    }

    @Test
    void moreThanItsShareOfAMinuteIsRefusedAndTheNextMinuteIsAnother() throws Exception {
        file(MX);
        EventReader reader = reader(open(false));
        String event = event("auth_failed", ",\"server\":\"192.0.2.1\",\"client_address\":\"133.11.1.1\"");
        for (int i = 0; i < 5; i++) {
            taken(signed(reader, "mx-logs", event));
        }

        assertThat(refused(signed(reader, "mx-logs", event))).contains("at most 5 events a minute");
        taken(signed(reader, "mx-logs", event, NOW.plusSeconds(60)));
    }

    /** Each has the same id, so the account's memory of ids takes them for one. */
    @Test
    void aRecordThatIsSentAgainIsTheSameEvent() throws Exception {
        file(MX);
        EventReader reader = reader(open(false));
        String event = event("accepted", ",\"server\":\"192.0.2.1\"");

        String id = taken(signed(reader, "mx-logs", event)).id();

        assertThat(id).startsWith("signed:");
        assertThat(taken(signed(reader, "mx-logs", event, NOW.plusSeconds(500))).id())
                .isEqualTo(id);
        assertThat(refused(signed(reader, "mx-logs", event, NOW.plusSeconds(601))))
                .contains("more than 10 minutes");
        assertThat(refused(signed(reader, "mx-logs", event, NOW.minusSeconds(601))))
                .contains("more than 10 minutes");
    }

    /** Whoever may write to the inbox and has seen a record must not make many of it by spelling its signature in other ways. */
    @Test
    void aSignatureHasOneSpelling() throws Exception {
        file(MX);
        byte[] value = event("attempt", ",\"server\":\"192.0.2.1\",\"client_address\":\"133.11.1.1\"")
                .getBytes(UTF_8);
        RecordSignature good = RecordSignature.of(KEY, INBOX, "mx-logs", NOW, value);
        EventReader reader = reader(open(false));
        taken(reader.decode(value, "p", NOW, new PublisherCredential(INBOX, good)));

        for (String other : List.of(
                good.hex().toUpperCase(Locale.ROOT),
                good.hex().replaceFirst("[a-f]", "A"),
                good.hex() + "\n",
                " " + good.hex())) {
            RecordSignature spelled = new RecordSignature("mx-logs", good.time(), other);
            if (!other.equals(good.hex())) {
                assertThat(refused(reader.decode(value, "p", NOW, new PublisherCredential(INBOX, spelled))))
                        .contains("is not believed to have written the record");
            }
        }
    }

    /** What is changed in a record that somebody else signed. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sekimori.inbox, crm, -, -",
                "sekimori.inbox, mx-logs, 2026-10-01T08:00:01Z, -",
                "sekimori.inbox, mx-logs, -, 00",
                "sekimori.inbox, mx-logs, -, not hex",
                "sekimori.inbox, mx-logs, yesterday, -",
                "other.inbox, mx-logs, -, -"
            })
    void aSignatureHoldsForItsRecordAlone(String topic, String publisher, @Nullable String time, @Nullable String hex)
            throws Exception {
        file(MX);
        byte[] value = event("password_changed", "").getBytes(UTF_8);
        RecordSignature good = RecordSignature.of(KEY, topic, "mx-logs", NOW, value);
        RecordSignature forged =
                new RecordSignature(publisher, time == null ? good.time() : time, hex == null ? good.hex() : hex);

        DecodeResult outcome = reader(open(false)).decode(value, "p", NOW, new PublisherCredential(INBOX, forged));

        assertThat(refused(outcome)).contains("is not believed to have written the record");
    }

    @Test
    void aChangedValueIsNotWhatWasSigned() throws Exception {
        file(MX);
        RecordSignature good = RecordSignature.of(
                KEY, INBOX, "crm", NOW, event("password_changed", "").getBytes(UTF_8));

        DecodeResult outcome = reader(open(false))
                .decode(event("account_closed", "").getBytes(UTF_8), "p", NOW, new PublisherCredential(INBOX, good));

        assertThat(refused(outcome)).contains("publisher crm is not believed");
    }

    @Test
    void aNameThatNobodyHasSignsNothingAndIsNoLabel() throws Exception {
        file(MX);

        assertThat(refused(signed(reader(open(false)), "root", event("attempt", ""))))
                .contains("'root', who signs the record, is not in publishers.yml");
        assertThat(count("inbox:unknown", "listed")).isEqualTo(1);
    }

    @Test
    void aTopicOfItsOwnIsACredential() throws Exception {
        file(MX);
        PublisherRegistry publishers = open(false);
        EventReader reader = reader(publishers);
        byte[] value = event("accepted", ",\"server\":\"192.0.2.1\"").getBytes(UTF_8);

        assertThat(reader.topics()).containsExactly("sekimori.inbox.mx-logs");
        assertThat(taken(reader.decode(value, "p", NOW, new PublisherCredential("sekimori.inbox.mx-logs", null)))
                        .publisher())
                .isEqualTo("mx-logs");
        assertThat(refused(reader.decode(value, "p", NOW, new PublisherCredential("sekimori.inbox.gone", null))))
                .contains("no publisher of publishers.yml has the topic");
    }

    private static final PublisherRegistry.KeyScopes MAIL_KEY =
            new PublisherRegistry.KeyScopes(false, true, true, false);

    private static DecodeResult left(EventReader reader, Publisher publisher, String event) {
        return reader.readPublished(event.getBytes(UTF_8), "p", publisher);
    }

    @Test
    void anApiKeyThatIsListedSaysWhatItsEntryAllowsAndItsScopesDo() throws Exception {
        file(MX.replace("topic: sekimori.inbox.mx-logs", "api_key: [mx-key, mx-old-key]"));
        PublisherRegistry publishers = open(true);
        EventReader reader = reader(publishers);
        String event = event("rejected", ",\"server\":\"192.0.2.1\",\"before_queue\":true");

        assertThat(taken(left(reader, publishers.forEventReport("mx-old-key", MAIL_KEY), event))
                        .publisher())
                .isEqualTo("mx-logs");
        assertThat(refused(left(
                        reader, publishers.forEventReport("mx-key", MAIL_KEY), event.replace("192.0.2", "192.0.3"))))
                .contains("may not speak for server");
        Publisher asking =
                publishers.forDecisionRequest("mx-key", new PublisherRegistry.KeyScopes(false, false, true, false));
        assertThat(refused(left(reader, asking, event))).contains("may not publish 'rejected'", "allows attempt");
    }

    @Test
    void onceThereIsAFileAKeyThatItDoesNotListMayAskAndLeaveNothing() throws Exception {
        file(MX);
        PublisherRegistry publishers = open(true);
        EventReader reader = reader(publishers);
        byte[] question = event("attempt", ",\"recipient_count\":1000000").getBytes(UTF_8);

        assertThat(refused(left(reader, publishers.forEventReport("other", MAIL_KEY), event("accepted", ""))))
                .contains("publisher key:other may not publish 'accepted'", "does not list the key other");
        assertThat(taken(reader.readAttempt(
                                question,
                                "p",
                                NOW,
                                publishers.forDecisionRequest("other", MAIL_KEY),
                                new ArrayList<>()))
                        .recipientCount())
                .isEqualTo(1_000_000);
    }

    /** The door would let such a message pass undecided; the rules refuse it. */
    @Test
    void noBoundKeepsAQuestionFromTheRules() throws Exception {
        file(MX.replace("topic: sekimori.inbox.mx-logs", "api_key: mx-key"));
        PublisherRegistry publishers = open(true);
        EventReader reader = reader(publishers);
        byte[] question = event(
                        "attempt", ",\"server\":\"192.0.2.1\",\"client_address\":\"133.11.1.1\",\"recipient_count\":51")
                .getBytes(UTF_8);

        for (int i = 0; i < 6; i++) {
            taken(reader.readAttempt(
                    question, "p", NOW, publishers.forDecisionRequest("mx-key", MAIL_KEY), new ArrayList<>()));
        }
    }

    /** The client chooses its log-in, and where it is refused to speak the server would let the message pass undecided. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"account\":\"ali ce@isp.example\",\"client_address\":\"133.11.1.1\"",
                "\"account\":\"ali\u200bce@isp.example\",\"client_address\":\"133.11.1.1\"",
                "\"account\":7,\"client_address\":\"133.11.1.1\"",
                "\"account\":\"alice@isp.example\",\"client_address\":\"1.2.3\"",
                "\"account\":\"alice@isp.example\",\"client_address\":null",
            })
    void noLogInAndNoAddressKeepsAQuestionFromTheRules(String said) throws Exception {
        file(MX.replace("topic: sekimori.inbox.mx-logs", "api_key: mx-key"));
        PublisherRegistry publishers = open(true);
        EventReader reader = reader(publishers);
        Publisher asking = publishers.forDecisionRequest("mx-key", MAIL_KEY);
        String question = "{\"server\":\"192.0.2.1\"," + said + "}";

        taken(reader.readAttempt(question.getBytes(UTF_8), "p", NOW, asking, new ArrayList<>()));

        String event = question.replace("{", "{\"kind\":\"attempt\",\"time\":\"" + NOW + "\",");
        assertThat(left(reader, publishers.forEventReport("mx-key", MAIL_KEY), event))
                .isInstanceOf(RejectedRecord.class);
    }

    @Test
    void theExampleIsOneThatCanBeUsed() throws Exception {
        file(Files.readString(Path.of("docs/examples/publishers.yml")));
        Files.write(folder.resolve("crm.key"), KEY);
        Files.write(folder.resolve("dovecot.key"), KEY);

        assertThat(open(false).describeTrust()).singleElement().asString().startsWith("5 publishers");
    }

    @Test
    void itSaysWhatItTrusts() throws Exception {
        assertThat(open(true).describeTrust()).singleElement().asString().contains("programs on this machine");
        assertThat(open(false).describeTrust())
                .singleElement()
                .asString()
                .contains("WHOEVER may write to sekimori.inbox");
        assertThat(open(false).trustsAnybody()).isTrue();
        file(MX);
        assertThat(open(false).describeTrust()).singleElement().asString().contains("2 publishers of");
        assertThat(open(false).trustsAnybody()).isFalse();
    }

    static final List<String> ENTRY =
            List.of("id: a", "kinds: [attempt]", "servers: [mx1]", "api_key: k", "accounts: [x]");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            id: a                | idd: a                      | line 2: 'idd' is not known here; known are accounts, api_key,
            id: a                | id: "a b"                   | 'id' has 1 to 64 letters
            kinds: [attempt]     | kinds: [atempt]             | line 3: 'atempt' is no kind; there are attempt, accepted,
            kinds: [attempt]     | kinds: [answered]           | 'answered' is no kind
            kinds: [attempt]     | kinds: []                   | has no 'kinds'
            kinds: [attempt]     | kinds: [attempt, account_closed] | make two publishers, each with a credential of its own
            accounts: [x]        | channels: [imap]            | 'imap' is no channel
            servers: [mx1]       | history: true               | publisher a has no 'servers'
            api_key: k           | history: false              | publisher a has no credential
            api_key: k           | unsigned: yes               | 'unsigned' must be true or false
            api_key: k           | signing_key: no.key         | cannot be read (NoSuchFileException); make one with 'openssl rand
            api_key: k           | signing_key: short.key      | is shorter than 32 characters
            api_key: k           | topic: other                | own topic is named sekimori.inbox.…
            api_key: k           | topic: sekimori.inbox.      | own topic is named
            api_key: k           | {api_key: k, before_queue: true} | not YAML
            accounts: [x]        | networks: [10.0.0.1/8]      | did you mean 10.0.0.0?
            servers: [mx1]       | servers: [{a: b}]           | 'servers' must be a word or a list such as [a, b]
            accounts: [x]        | events_per_minute: 0        | must be a whole number of at least 1
            """)
    void aMistakeInTheFileStopsTheStartWithItsLineAndTheWayOut(String good, String bad, String reason)
            throws Exception {
        Files.writeString(folder.resolve("short.key"), "0123456789\n");
        StringBuilder text = new StringBuilder("publishers:\n");
        for (String line : ENTRY) {
            text.append(text.indexOf("  - ") < 0 ? "  - " : "    ")
                    .append(line.equals(good) ? bad : line)
                    .append('\n');
        }
        file(text.toString());

        assertThatThrownBy(() -> open(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("publishers.yml: line ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            id: a, api_key: x, kinds: [attempt], servers: ["*"]          | 'id' 'a' stands at another publisher already
            id: b, api_key: k, kinds: [attempt], servers: ["*"]          | 'api_key' 'k' stands at another publisher already
            id: b, unsigned: true, kinds: [password_changed]             | not with 'unsigned: true'
            id: b, api_key: x, kinds: [attempt], servers: ["*"], before_queue: true | goes with the kinds rejected and rate_limited
            """)
    void twoPublishersShareNoCredentialAndNobodyChangesAccountsWithoutOne(String second, String reason)
            throws Exception {
        file("publishers:\n  - {" + String.join(", ", ENTRY) + "}\n  - {" + second + "}\n");

        assertThatThrownBy(() -> open(true)).hasMessageContaining(reason).hasMessageContaining("line 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "publishers:",
                "publisher: []",
                "publishers: {}",
                "publishers: []\nmore: 1",
                "publishers: [a]"
            })
    void whatIsNoListOfPublishersIsRefused(String text) throws Exception {
        file(text);

        assertThatThrownBy(() -> open(true)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "mx*.isp.example, mx12.isp.example, true",
        "mx*.isp.example, mx1.isp.example.evil.example, false",
        "*.isp.example, isp.example, false",
        "192.0.2.*, 192.0.20.1, false",
        "a*b*c, aXbYbc, true",
        "mx1, MX1, false"
    })
    void aStarStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(new WildcardPattern(pattern).matches(name)).isEqualTo(matches);
    }
}
