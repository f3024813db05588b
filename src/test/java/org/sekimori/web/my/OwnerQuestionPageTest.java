package org.sekimori.web.my;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.api.ApiTestBase;
import org.sekimori.api.ApiTestClient;
import org.sekimori.api.ApiTestReply;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.mail.Account;
import org.springframework.beans.factory.annotation.Autowired;

class OwnerQuestionPageTest extends ApiTestBase {

    private static final Account ALICE = Account.of("alice@isp.example");

    @Autowired
    OwnerQuestionTokens tokens;

    private String link(Duration left) {
        return link(ALICE, left, null);
    }

    private String link(Account account, Duration left, @Nullable Locale language) {
        Instant now = clock.instant();
        return "/asked/"
                + tokens.write(
                        new Question(account, "K7QX-3M2P", "DE", "91.10.20.0/24", now, now.plus(left), language));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -  | ja                       | ja
            -  | ja-JP,ja;q=0.9,en;q=0.8  | ja
            -  | en-GB,ja;q=0.5           | en
            -  | fr,ja;q=0.3              | ja
            -  | fr                       | en
            -  | *;q=nonsense             | en
            -  | -                        | en
            ja | en                       | ja
            ja | -                        | ja
            en | ja                       | en
            """)
    void everyPageSpeaksTheLanguageOfTheMailElseTheBrowsersElseTheDomains(
            @Nullable String mail, @Nullable String browser, String shown) {
        Locale language = mail == null ? null : Locale.forLanguageTag(mail);
        String valid = link(ALICE, Duration.ofDays(1), language);
        ApiTestClient reader = browser == null ? nobody() : nobody().with("Accept-Language", browser);

        assertThat(reader.get(valid).http().body()).contains("<html lang=\"" + shown + "\"");
        assertThat(reader.send("POST", valid, null).http().body()).contains("<html lang=\"" + shown + "\"");
        assertThat(reader.get(link(ALICE, Duration.ofSeconds(-1), language))
                        .http()
                        .body())
                .contains("<html lang=\"" + shown + "\"");
        if (mail == null) {
            assertThat(reader.get("/asked/nonsense").http().body()).contains("<html lang=\"" + shown + "\"");
        }
    }

    @Test
    void aPageOfAJapaneseDomainSaysWhoAsksAndHowToAnswerWithoutIt() {
        String page = nobody().get(link(Account.of("taro@jp.example"), Duration.ofDays(1), null))
                .http()
                .body();

        assertThat(page)
                .contains(
                        "<html lang=\"ja\"",
                        "ドイツからと判定された接続",
                        "（日本時間）",
                        "お心当たりがない場合",
                        "お心当たりがある場合",
                        "みほんメール",
                        "電話 0120-000-000",
                        "お問い合わせ",
                        "03-1234-5678",
                        "参照番号 K7QX-3M2P");
    }

    @Test
    void openingTheLinkChangesNothingAndShowsNoWholeAddress() {
        ApiTestReply reply = nobody().get(link(Duration.ofDays(1))).expect(200);

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
