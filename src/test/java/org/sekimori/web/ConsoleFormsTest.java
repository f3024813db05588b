package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A form that another site makes a browser send does nothing (CSRF), and a form is short. */
class ConsoleFormsTest extends ConsoleTestBase {

    @Test
    void aFormWithoutItsTokenIsRefused() {
        PageClient sato = loggedIn("sato");
        String token = PageClient.token(sato.get("/console/"));
        assertThat(token).hasSizeGreaterThan(40);

        for (String wrong : new String[] {
            "", "x", token.substring(1), PageClient.token(loggedIn("ito").get("/console/"))
        }) {
            HttpResponse<String> reply = sato.post("/console/log-out", wrong);
            assertThat(reply.statusCode()).isEqualTo(403);
            assertThat(reply.body()).contains("this form is out of date");
        }
        assertThat(sato.get("/console/").statusCode()).as("still logged in").isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 303",
        "Origin, https://evil.example, 403",
        "Origin, null, 403",
        "Origin, https://127.0.0.1, 303"
    })
    void whatTheBrowserSaysAboutTheSenderCounts(String header, String value, int status) {
        PageClient sato = loggedIn("sato");
        String token = PageClient.token(sato.get("/console/"));

        assertThat(sato.with(header, value).post("/console/log-out", token).statusCode())
                .isEqualTo(status);
    }

    @Test
    void anotherSiteCannotLogAReaderIn() {
        PageClient victim = client();
        victim.get("/console/log-in");
        HttpResponse<String> reply = victim.post("/console/log-in", "guess", "name", "sato", "password", PASSWORD);

        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(victim.cookies).doesNotContainKey("sekimori-console");
    }

    @Test
    void onlyShortFormsAreRead() {
        PageClient client = client();
        String token = PageClient.token(client.get("/console/log-in"));

        assertThat(client.post("/console/log-in", token, "name", "sato", "password", "x".repeat(70_000))
                        .statusCode())
                .isEqualTo(413);
        assertThat(client.post("/console/log-in", token, "name", "sato", "password", "x".repeat(2_000_000))
                        .statusCode())
                .isEqualTo(413);
    }
}
