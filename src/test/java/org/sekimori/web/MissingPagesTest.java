package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where there is no page, or a page takes no form, a person reads a page and no JSON. */
class MissingPagesTest extends ConsoleTestBase {

    private static void isPage(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(reply.body()).contains("<html").doesNotContain("about:blank");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /console/none-such, 404",
        "GET, /console/cases/bulk/x/y, 404",
        "GET, /console/account/hold, 404",
        "POST, /console/cases, 404",
        "POST, /console/none-such, 404",
        "PUT, /console/cases, 403",
        "DELETE, /console/none-such, 403"
    })
    void staffReadAPage(String method, String path, int status) {
        PageClient sato = loggedIn("sato");
        String token = PageClient.token(sato.get("/console/"));
        isPage(sato.send(method, path, method.equals("GET") ? null : "form_token=" + token), status);
    }

    @Test
    void itIsInTheReadersLanguage() {
        HttpResponse<String> reply = loggedIn("sato").get("/console/none-such?language=ja");
        isPage(reply, 404);
        assertThat(reply.body()).contains("ページが見つかりません", "このページはありません").doesNotContain("there is no such page");
    }
}
