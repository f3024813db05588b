package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sekimori.followup.QuestionTokens;
import org.sekimori.followup.QuestionTokens.Question;
import org.sekimori.mail.Account;
import org.springframework.beans.factory.annotation.Autowired;

class AskedPageTest extends ApiTest {

    private static final Account ALICE = Account.of("alice@isp.example");

    @Autowired
    QuestionTokens tokens;

    private String link(Duration left) {
        Instant now = clock.instant();
        return "/asked/" + tokens.write(new Question(ALICE, "K7QX-3M2P", "DE", "91.10.20.0/24", now, now.plus(left), null));
    }

    @Test
    void openingTheLinkChangesNothingAndShowsNoWholeAddress() {
        Reply reply = nobody().get(link(Duration.ofDays(1))).expect(200);

        assertThat(reply.http().body())
                .contains("a***@***.example", "<form method=\"post\">")
                .doesNotContain("alice");
        assertThat(reply.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(log.cases(ALICE).open()).isNull();
    }

    @Test
    void notMeOpensOneCaseHoweverOftenItIsSaid() {
        String link = link(Duration.ofDays(1));
        nobody().send("POST", link, null).expect(200);
        nobody().send("POST", link, null).expect(200);

        assertThat(log.cases(ALICE).all()).singleElement().satisfies(one -> {
            assertThat(one.reference()).isEqualTo("K7QX-3M2P");
            assertThat(one.history()).hasSize(1);
        });
    }

    @Test
    void aLinkThatIsReplayedAfterItsCaseWasClosedOpensNoOtherAndEndsWithTheClock() {
        String link = link(Duration.ofDays(1));
        nobody().send("POST", link, null).expect(200);
        String id = log.cases(ALICE).all().get(0).id();
        local().post(
                        "/v1/cases/" + id + "/close",
                        "{\"outcome\":\"false_positive\",\"reason\":\"asked\",\"by\":\"sato\",\"version\":1}")
                .expect(200);

        for (String replay : new String[] {link, link + "=", link + "=="}) {
            nobody().send("POST", replay, null);
        }
        assertThat(log.cases(ALICE).open()).isNull();
        assertThat(log.cases(ALICE).all()).hasSize(1);
        clock.advance(Duration.ofDays(1));
        nobody().send("POST", link, null).expect(410);
        nobody().get(link).expect(410);
    }

    @Test
    void aForgedOrExpiredLinkChangesNothing() {
        String link = link(Duration.ofDays(1));
        String forged = link.substring(0, 20) + (link.charAt(20) == 'A' ? 'B' : 'A') + link.substring(21);
        for (String method : new String[] {"GET", "POST"}) {
            nobody().send(method, forged, null).expect(400);
            nobody().send(method, "/asked/nonsense", null).expect(400);
            nobody().send(method, link(Duration.ofSeconds(-1)), null).expect(410);
        }
        assertThat(log.cases(ALICE).isEmpty()).isTrue();
    }
}
