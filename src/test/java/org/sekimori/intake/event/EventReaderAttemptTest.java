package org.sekimori.intake.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.intake.event.EventReaderFixture.NOW;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.intake.UnreadableField;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.Account;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;

/** What a waiting door reads. */
class EventReaderAttemptTest {

    private final List<UnreadableField> unread = new ArrayList<>();

    private DecodeResult read(String more) {
        String json = "{\"account\":\"alice@isp.example\"" + more + "}";
        return EventReaderFixture.reader(LoginNormalizer.PLAIN)
                .readAttempt(json.getBytes(StandardCharsets.UTF_8), "fallback-id", NOW, Publisher.LOCAL, unread);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"kind\":\"attempt\"",
                ",\"kind\":\"\",\"time\":null",
                ",\"time\":\"2026-09-30T08:00:00Z\"",
                ",\"time\":\"2026-10-01T08:04:59Z\",\"history\":false"
            })
    void itIsAnAttemptAtTheTimeOfItsReceipt(String more) {
        MailEvent event = ((DecodedEvent) read(more)).event();

        assertThat(event.kind()).isEqualTo(EventKind.ATTEMPT);
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.id()).isEqualTo("fallback-id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,"kind":"bounced"               | kind
            ,"kind":"nonsense"              | kind
            ,"history":true                 | history
            """)
    void whatCannotBeDecidedIsRefusedWithItsField(String more, String field) {
        RejectedRecord refused = (RejectedRecord) read(more);

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.reason()).startsWith("\"" + field + "\" ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,"time":"2026-10-01T08:05:01Z"  | time
            ,"time":"2026-08-01T08:00:00Z"  | time
            ,"time":"soon"                  | time
            ,"account":"bob"                | account
            """)
    void whatIsNotNeededForADecisionIsLeftOutAndNoted(String more, String field) {
        MailEvent event = ((DecodedEvent) read(more)).event();

        assertThat(event.time()).isEqualTo(NOW);
        assertThat(unread).singleElement().satisfies(one -> assertThat(one.field())
                .isEqualTo(field));
    }

    /** Or whoever names one that cannot be read first would have as many as they like. */
    @ParameterizedTest
    @ValueSource(strings = {"\"a\u0001@b.example\"", "\"\"", "7", "[\"a@b.example\"]", "{}", "null"})
    void aRecipientThatCannotBeReadHidesNoOther(String broken) {
        MailEvent event = ((DecodedEvent)
                        read(",\"recipients\":[" + broken + ",\"c@d.example\"," + broken + ",\"e@f.example\"]"))
                .event();

        assertThat(event.recipientCount()).isEqualTo(4);
        assertThat(event.recipients())
                .hasSize(4)
                .filteredOn(one -> one.endsWith("@"))
                .hasSize(2);
        assertThat(unread).singleElement().satisfies(one -> assertThat(one.field())
                .isEqualTo("recipients"));
    }

    /** A server may pass on the octets of its client as they are. */
    @ParameterizedTest
    @ValueSource(strings = {"caf\u00e9", "a\u0001b", "a\tb", "\u00ff\u00fe"})
    void aHeloThatIsNotUtf8OrHoldsControlCharactersIsLeftOut(String helo) {
        byte[] json = ("{\"account\":\"alice@isp.example\",\"recipients\":[\"c@d.example\"],\"helo\":\"" + helo + "\"}")
                .getBytes(StandardCharsets.ISO_8859_1);

        MailEvent event = ((DecodedEvent) EventReaderFixture.reader(LoginNormalizer.PLAIN)
                        .readAttempt(json, "fallback-id", NOW, Publisher.LOCAL, unread))
                .event();

        assertThat(event.account().name()).isEqualTo("alice@isp.example");
        assertThat(event.helo()).isNull();
        assertThat(event.recipientCount()).isEqualTo(1);
        assertThat(unread).extracting(UnreadableField::field).contains("helo");
    }

    @Test
    void aLogInThatIsNotUtf8IsNobodys() {
        byte[] json = "{\"account\":\"alic\u00e9@isp.example\"}".getBytes(StandardCharsets.ISO_8859_1);

        MailEvent event = ((DecodedEvent) EventReaderFixture.reader(LoginNormalizer.PLAIN)
                        .readAttempt(json, "fallback-id", NOW, Publisher.LOCAL, unread))
                .event();

        assertThat(event.account()).isEqualTo(Account.UNNAMEABLE);
    }

    @Test
    void whatIsNoJsonHasNoField() {
        assertThat(((RejectedRecord) read(",")).field()).isNull();
    }
}
