package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search, origins and rules where there is no archive: plain messages, and what works without one. */
class ConsoleSearchTest extends ConsoleTestBase {

    @Test
    void withoutAnArchiveThePageSaysWhatCanBeLookedUp() {
        String page = loggedIn("ito")
                .get("/console/search?q=203.0.113.0/24&range=7d&view=top&by=account")
                .body();
        assertThat(page).contains("There is no archive here", "value=\"203.0.113.0/24\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"range=1y", "view=pie", "by=password", "range=own&from=yesterday", "x=1", "q=asn:many"})
    void aSearchThatIsNoneIsRefusedByAPage(String query) {
        HttpResponse<String> reply =
                loggedIn("ito").get("/console/search?" + (query.contains("q=") ? "" : "q=a@isp.example&") + query);
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("This cannot be done");
    }

    @Test
    void aSearchIsSavedByNameForAllStaff() {
        PageClient sato = loggedIn("sato");
        String token = PageClient.token(sato.get("/console/search?q=a@isp.example"));
        sato.post("/console/search/saved", token, "name", "Ken <lately>", "query", "q=ken%40isp.example&range=7d");

        String page = loggedIn("ito").get("/console/search").body();
        assertThat(page)
                .contains("/console/search?q=ken%40isp.example&amp;range=7d", "Ken &lt;lately&gt;", "by sato")
                .doesNotContain("<lately>");
        assertThat(log.auditLines()).contains("console_search_saved sato: Ken <lately>");
        assertThat(sato.post("/console/search/saved", token, "name", "x", "query", "//evil.example")
                        .statusCode())
                .isEqualTo(400);

        sato.post("/console/search/saved/removal", token, "name", "Ken <lately>");
        assertThat(loggedIn("ito").get("/console/search").body()).doesNotContain("lately");
    }

    @Test
    void aNetworkIsPutOnAListAndTakenOff() {
        PageClient sato = loggedIn("sato");
        String page = "/console/origin?kind=network&value=203.0.113.0%2F24";
        String token = PageClient.token(sato.get(page));
        HttpResponse<String> reply = sato.post(
                "/console/origin/listing",
                token,
                "kind",
                "network",
                "value",
                "203.0.113.0/24",
                "list",
                "spam-hosts",
                "days",
                "30",
                "reason",
                "list mail");
        assertThat(reply.headers().firstValue("Location")).hasValue(page);
        assertThat(sato.get(page).body()).contains("spam-hosts", "list mail", "by sato");

        assertThat(sato.post(
                                "/console/origin/listing",
                                token,
                                "kind",
                                "network",
                                "value",
                                "0.0.0.0/0",
                                "list",
                                "spam-hosts",
                                "reason",
                                "everybody")
                        .body())
                .contains("is everybody");
        sato.post(
                "/console/origin/listing/removal",
                token,
                "kind",
                "network",
                "value",
                "203.0.113.0/24",
                "list",
                "spam-hosts",
                "reason",
                "mended");
        assertThat(sato.get(page).body()).contains("It is on no list.");
    }

    @Test
    void eachRuleIsShownWithItsText() {
        PageClient ito = loggedIn("ito");
        assertThat(ito.get("/console/rules").body()).contains("/console/rules/overseas-without-grant");
        String page = ito.get("/console/rules/overseas-without-grant").body();
        assertThat(page).contains("Precision by version", "What it reads");
        assertThat(ito.get("/console/rules/none-such").statusCode()).isEqualTo(404);
    }
}
