package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;

/** The desk acts on an account by its page; each act is the same command as by the API, with who and why. */
class ConsoleAccountTest extends ConsoleTestBase {

    private static final String PAGE = "/console/account?account=hanako%40isp.example";
    private static final Account HANAKO = Account.of("hanako@isp.example");

    @SuppressWarnings("NullAway.Init")
    private PageClient sato;

    @SuppressWarnings("NullAway.Init")
    private String token;

    @BeforeEach
    void logIn() {
        sato = loggedIn("sato");
        token = PageClient.token(sato.get(PAGE));
    }

    private HttpResponse<String> act(String what, String... fields) {
        return sato.post("/console/account/" + what + "?account=hanako%40isp.example", token, fields);
    }

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("");
    }

    @Test
    void sendingFromAbroadIsAllowedExtendedAndEnded() {
        assertThat(location(act(
                        "grant", "days", "3", "countries", "de, FR", "reason", "Berlin", "command_id", "form-0001")))
                .isEqualTo(PAGE + "&done=granted");
        assertThat(log.grants(HANAKO).grants()).singleElement().satisfies(grant -> {
            assertThat(grant.openedBy()).isEqualTo("sato");
            assertThat(grant.channel()).isEqualTo("console");
            assertThat(grant.countries()).containsExactly("DE", "FR");
            assertThat(Duration.between(grant.from(), grant.until())).isEqualTo(Duration.ofDays(3));
        });
        act("grant", "days", "3", "countries", "de, FR", "reason", "Berlin", "command_id", "form-0001");
        assertThat(log.grants(HANAKO).grants())
                .as("a form that is sent twice is one command")
                .hasSize(1);

        String id = log.grants(HANAKO).grants().get(0).id();
        assertThat(location(act("grant/extension", "grant", id))).endsWith("done=extended");
        assertThat(sato.get(PAGE + "&done=extended").body())
                .contains("The grant was extended.", "DE, FR", "by sato (console)");
        assertThat(location(act("grant/end", "grant", id))).endsWith("done=revoked");
        assertThat(log.grants(HANAKO).anyActive(clock.instant())).isFalse();
    }

    @Test
    void submissionIsClosedAndOpenedAgainWithAReason() {
        assertThat(act("hold", "reason", "").statusCode()).isEqualTo(400);
        assertThat(log.hold(HANAKO)).isEmpty();

        act("hold", "reason", "list mail <b>today</b>");
        assertThat(log.hold(HANAKO))
                .hasValueSatisfying(hold -> assertThat(hold.by()).isEqualTo("sato"));
        assertThat(sato.get(PAGE).body())
                .contains("The account is on hold", "list mail &lt;b&gt;today&lt;/b&gt;")
                .doesNotContain("<b>today");

        act("release", "reason", "password changed at the counter");
        assertThat(log.hold(HANAKO)).isEmpty();
    }

    @Test
    void aReportOpensACase() {
        assertThat(location(act("case", "reason", "a recipient complained"))).endsWith("done=reported");
        String id = log.cases(HANAKO).all().get(0).id();
        assertThat(sato.get(PAGE).body()).contains("/console/cases/" + id);
    }

    @Test
    void whatTheLogRefusesIsToldOnAPage() {
        HttpResponse<String> reply = act("release", "reason", "nothing to release");
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body()).contains("<h1>This was not carried out</h1>");
        assertThat(act("grant", "days", "0").body()).contains("days: must be a whole number");
        assertThat(act("grant", "countries", "Germany").body()).contains("countries: must be ISO 3166 codes");
    }

    @Test
    void anAnalystSeesThePageWithoutButtons() {
        String page = loggedIn("ito").get(PAGE).body();
        assertThat(page).contains("Your role sees everything").doesNotContain("action=\"/console/account");
    }

    @Test
    void aNameIsShownAsItIs() {
        String page = sato.get("/console/account?account=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
                .body();
        assertThat(page).doesNotContain("<script>alert");
    }
}
