package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.mail.Account;

/** What the desk does with cases on the console's pages, as it stands on the log afterwards. */
class CasePagesTest extends ConsoleTestBase {

    private static final Account ALICE_ACCOUNT = Account.of("alice@isp.example");
    private static final Account BOB = Account.of("bob@isp.example");
    private static final Pattern COMMAND = Pattern.compile("name=\"command\" value=\"([^\"]+)\"");

    @SuppressWarnings("NullAway.Init")
    private PageClient sato;

    @BeforeEach
    void flagged() {
        for (Account account : new Account[] {ALICE_ACCOUNT, BOB}) {
            local().post("/v1/decisions", "{\"account\":\"" + account.name() + "\",\"recipient_count\":501}")
                    .expect(200);
        }
        sato = loggedIn("sato");
    }

    private Case one(Account account) {
        return Objects.requireNonNull(log.cases(account).open());
    }

    private static String key(Case one, Account account) {
        return one.id() + " " + one.version() + " " + account.name();
    }

    private static String command(HttpResponse<String> page) {
        Matcher found = COMMAND.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> act(String action, String reason) {
        Case one = one(ALICE_ACCOUNT);
        HttpResponse<String> page = sato.get("/console/cases/" + one.id() + "?account=alice@isp.example");
        return sato.post(
                "/console/cases/" + one.id() + "/act",
                PageClient.token(page),
                "command",
                command(page),
                "case",
                key(one, ALICE_ACCOUNT),
                "action",
                action,
                "reason",
                reason);
    }

    @Test
    void theQueueShowsOpenCasesAndFiltersThem() {
        String all = sato.get("/console/cases").body();
        assertThat(all).contains("alice@isp.example", "bob@isp.example", "2 in all", one(BOB).id());

        assertThat(sato.get("/console/cases?account=bob").body())
                .contains("bob@isp.example")
                .doesNotContain("alice@isp.example");
        assertThat(sato.get("/console/cases?state=closed").body()).contains("No case fits.");
        HttpResponse<String> wrong = sato.get("/console/cases?severity=huge");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("This cannot be done", "must be low, medium, high or critical");
        assertThat(loggedIn("ito").get("/console/cases").body())
                .as("an analyst sees the queue, and no way to change it")
                .contains("alice@isp.example")
                .doesNotContain("type=\"checkbox\"");
    }

    @Test
    void aStepThatTheDeskTakesIsOnTheLogWithItsName() {
        assertThat(act("take", "").statusCode()).isEqualTo(303);
        assertThat(one(ALICE_ACCOUNT).assignee()).isEqualTo("sato");

        assertThat(act("comment", "").body()).contains("reason: is missing");
        assertThat(act("comment", "called the customer").statusCode()).isEqualTo(303);
        HttpResponse<String> closed = act("close_confirmed", "the customer knows of nothing");
        assertThat(closed.headers().firstValue("Location").orElse(""))
                .startsWith("/console/cases/")
                .contains("account=alice%40isp.example");
        assertThat(log.cases(ALICE_ACCOUNT).open()).isNull();
        Case done = log.cases(ALICE_ACCOUNT).all().get(0);
        assertThat(Objects.requireNonNull(done.judgement()).by()).isEqualTo("sato");
        assertThat(sato.get("/console/cases/" + done.id() + "?account=alice@isp.example")
                        .body())
                .contains("called the customer", "confirmed", "the customer knows of nothing");
    }

    @Test
    void whatWasChangedMeanwhileIsNotChangedAgain() {
        Case before = one(ALICE_ACCOUNT);
        HttpResponse<String> page = sato.get("/console/cases/" + before.id());
        act("take", "");
        HttpResponse<String> late = sato.post(
                "/console/cases/" + before.id() + "/act",
                PageClient.token(page),
                "command",
                command(page),
                "case",
                key(before, ALICE_ACCOUNT),
                "action",
                "close_confirmed",
                "reason",
                "stolen");

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("This was not carried out");
        assertThat(one(ALICE_ACCOUNT).state()).isNotEqualTo(Case.State.CLOSED);
    }

    @Test
    void manyCasesAreShownBeforeTheyAreChangedAndOneThatChangedMeanwhileIsNamed() {
        String token = PageClient.token(sato.get("/console/cases"));
        String alice = key(one(ALICE_ACCOUNT), ALICE_ACCOUNT);
        String bob = key(one(BOB), BOB);
        String chosen = "form_token=" + token + "&action=close_false_positive&case="
                + java.net.URLEncoder.encode(alice, java.nio.charset.StandardCharsets.UTF_8) + "&case="
                + java.net.URLEncoder.encode(bob, java.nio.charset.StandardCharsets.UTF_8);

        HttpResponse<String> preview = sato.send("POST", "/console/cases/preview", chosen);
        assertThat(preview.body())
                .contains(
                        "Nothing was changed yet. Cases that will be changed: 2",
                        "alice@isp.example",
                        "bob@isp.example");
        assertThat(log.cases(BOB).open()).as("nothing was changed").isNotNull();

        act("take", "");
        String form = chosen + "&reason=newsletter&command=" + command(preview);
        HttpResponse<String> done = sato.send("POST", "/console/cases/bulk", form);

        assertThat(done.body()).contains("Changed: 1 of 2");
        assertThat(log.cases(BOB).open()).isNull();
        assertThat(log.cases(ALICE_ACCOUNT).open()).isNotNull();
        assertThat(sato.send("POST", "/console/cases/preview", "form_token=" + token + "&action=take")
                        .body())
                .contains("choose 1 to 200 cases");
    }

    @Test
    void aJapanesePageTellsReasonsHistoryAndRefusalsInJapanese() {
        String path = "/console/cases/" + one(ALICE_ACCOUNT).id() + "?account=alice@isp.example";
        sato.get(path + "&language=ja");
        act("take", "");
        act("comment", "to be checked");

        String page = sato.get(path).body();
        assertThat(page)
                .contains("まだメールを送信できる状態です", "重大度：", "担当者：sato", "停止の解除には確認が必要です", "事案を開始", "コメント")
                .contains("to be checked")
                .doesNotContain("mail can still leave", "a release needs proof", ">opened<", ">assigned<");
        assertThat(sato.get("/console/cases").body()).contains("まだメールを送信できる状態です");

        HttpResponse<String> early = act("password_changed", "");
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.body())
                .contains("パスワードの変更は端末の駆除の後に行ってください", "「検知」")
                .doesNotContain("the device is cleaned before");
        assertThat(act("comment", "").body()).contains("確認方法または理由を入力してください");
    }

    @Test
    void namesFromStrangersAreShownAsText() {
        local().post("/v1/decisions", "{\"account\":\"<b>x@isp.example\",\"recipient_count\":501}");
        assertThat(sato.get("/console/cases").body()).doesNotContain("<b>x");
    }
}
