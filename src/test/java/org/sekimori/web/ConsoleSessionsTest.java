package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-in to the console: who gets in, what a session is worth, and when it ends. */
class ConsoleSessionsTest extends ConsoleTestBase {

    private static final String COOKIE = "sekimori-console";

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("");
    }

    private static int status(PageClient client) {
        return client.get("/console/").statusCode();
    }

    @Test
    void aReaderWithoutASessionIsLedToTheLogInAndBack() {
        PageClient client = client();

        assertThat(location(client.get("/console/password?x=1")))
                .isEqualTo("/console/log-in?next=%2Fconsole%2Fpassword%3Fx%3D1");
        HttpResponse<String> reply = client.logIn("sato", PASSWORD, "next", "/console/password?x=1");

        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(location(reply)).isEqualTo("/console/password?x=1");
        assertThat(status(client)).isEqualTo(200);
        assertThat(log.auditLines()).contains("console_log_in sato: logged in, from 127.0.0.1");
    }

    @Test
    void theLineOfALogOutNamesTheUser() {
        PageClient client = loggedIn("abe");
        client.post("/console/log-out", PageClient.token(client.get("/console/")));

        assertThat(log.auditLines()).contains("console_log_out abe: logged out, from 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/cases?page=x", "/my/log-in?left=x"})
    void aParameterThatCannotBeReadIsTheReadersMistake(String path) {
        assertThat(loggedIn("abe").get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void whereThereIsNoPageAPageSaysSo() {
        HttpResponse<String> reply = loggedIn("ito").get("/console/nothing/here");

        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    }

    @Test
    void whoHasNoSessionSendsShortFormsOnly() {
        String filling = "x".repeat(20_000);
        assertThat(client().logIn("abe", PASSWORD, "filling", filling).statusCode())
                .isEqualTo(413);

        PageClient client = loggedIn("abe");
        String token = PageClient.token(client.get("/console/"));
        assertThat(client.post("/console/log-out", token, "filling", filling).statusCode())
                .isEqualTo(303);
    }

    @Test
    void whoTypesTheServersAddressIsLedToTheConsole() {
        assertThat(location(client().get("/"))).isEqualTo("/console/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/console/../v1",
                "javascript:alert(1)",
                "/console//evil.example",
                "/consolex",
                "/console/\r\nSet-Cookie: a=b"
            })
    void theLogInLeadsToNoOtherPlace(String next) {
        assertThat(location(client().logIn("sato", PASSWORD, "next", next))).isEqualTo("/console/");
        assertThat(client().get("/console/log-in?next="
                                + java.net.URLEncoder.encode(next, java.nio.charset.StandardCharsets.UTF_8))
                        .body())
                .contains("name=\"next\" value=\"\"");
    }

    @Test
    void theCookieIsHiddenFromScriptsAndForThisServerAlone() {
        String cookie =
                String.join("\n", client().logIn("sato", PASSWORD).headers().allValues("Set-Cookie"));
        assertThat(cookie).contains("Path=/; HttpOnly; SameSite=Lax").doesNotContain("Domain", "Secure", "Max-Age");

        PageClient proxied = client().with("X-Forwarded-Proto", "https");
        cookie = String.join("\n", proxied.logIn("sato", PASSWORD).headers().allValues("Set-Cookie"));
        assertThat(cookie).contains("__Host-" + COOKIE + "=", "Secure");
        assertThat(status(proxied)).isEqualTo(200);
    }

    @Test
    void anIdThatSomebodyElseChoseIsNoSessionAndTheLogInGivesANewOne() {
        PageClient victim = client();
        victim.cookies.put(COOKIE, "chosen-by-the-attacker");
        victim.logIn("sato", PASSWORD);
        assertThat(victim.cookies.get(COOKIE)).isNotEqualTo("chosen-by-the-attacker");

        PageClient attacker = client();
        attacker.cookies.put(COOKIE, "chosen-by-the-attacker");
        assertThat(status(attacker)).isEqualTo(303);

        String before = Objects.requireNonNull(victim.cookies.get(COOKIE));
        victim.logIn("ito", PASSWORD);
        attacker.cookies.put(COOKIE, before);
        assertThat(status(attacker))
                .as("the session before ends with a new log-in")
                .isEqualTo(303);
        assertThat(status(victim)).isEqualTo(200);
    }

    @Test
    void aSessionEndsByIdlenessByAgeAndByLogOut() {
        PageClient idle = loggedIn("sato");
        clock.advance(Duration.ofMinutes(29));
        assertThat(status(idle)).isEqualTo(200);
        clock.advance(Duration.ofMinutes(30));
        assertThat(status(idle)).isEqualTo(303);

        PageClient busy = loggedIn("sato");
        for (int i = 0; i < 12 * 3 - 1; i++) {
            clock.advance(Duration.ofMinutes(20));
            assertThat(status(busy)).isEqualTo(200);
        }
        clock.advance(Duration.ofMinutes(20));
        assertThat(status(busy)).as("after twelve hours").isEqualTo(303);

        PageClient leaving = loggedIn("sato");
        String id = Objects.requireNonNull(leaving.cookies.get(COOKIE));
        leaving.post("/console/log-out", PageClient.token(leaving.get("/console/")));
        assertThat(leaving.cookies).doesNotContainKey(COOKIE);
        leaving.cookies.put(COOKIE, id);
        assertThat(status(leaving)).isEqualTo(303);
    }

    @Test
    void aRemovedUserIsOutAtOnce() throws IOException {
        PageClient client = loggedIn("sato");
        assertThat(status(client)).isEqualTo(200);

        write(List.of());

        assertThat(status(client)).isEqualTo(303);
        assertThat(client().logIn("sato", PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void wrongPasswordsLockOutTheirSenderForLongerEachTimeAndNobodyElse() {
        PageClient guesser = client();
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.logIn("abe", "guess" + i).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> locked = guesser.logIn("abe", PASSWORD);
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.headers().firstValue("Retry-After")).hasValue("15");
        assertThat(locked.body()).contains("Try again in 15 seconds");
        assertThat(guesser.logIn("ito", PASSWORD).statusCode()).isEqualTo(303);

        clock.advance(Duration.ofSeconds(15));
        assertThat(guesser.logIn("abe", "guess").statusCode()).isEqualTo(401);
        assertThat(guesser.logIn("abe", "guess").headers().firstValue("Retry-After"))
                .hasValue("30");
        clock.advance(Duration.ofSeconds(30));
        assertThat(guesser.logIn("abe", PASSWORD).statusCode()).isEqualTo(303);
        assertThat(log.auditLines()).contains("console_log_in_refused abe: wrong name or password, from 127.0.0.1");
    }

    @Test
    void aNameThatDoesNotExistIsAnsweredLikeAWrongPassword() {
        HttpResponse<String> nobody = client().logIn("nobody", PASSWORD);
        HttpResponse<String> wrong = client().logIn("sato", "wrong");

        assertThat(nobody.statusCode()).isEqualTo(401);
        String token = "(form[_-]token\" (value|content)=\")[^\"]*";
        assertThat(nobody.body().replace("nobody", "sato").replaceAll(token, "$1"))
                .isEqualTo(wrong.body().replaceAll(token, "$1"));
    }

    @Test
    void aOneTimePasswordOpensOnlyThePageThatChangesIt() {
        PageClient kato = client();
        assertThat(location(kato.logIn("kato", ONE_TIME))).isEqualTo("/console/password");
        assertThat(location(kato.get("/console/"))).isEqualTo("/console/password");
        String before = Objects.requireNonNull(kato.cookies.get(COOKIE));
        String token = PageClient.token(kato.get("/console/password"));

        assertThat(kato.post("/console/password", token, "password", "wrong", "new_password", "x", "again", "x")
                        .body())
                .contains("The current password is wrong");
        assertThat(kato.post(
                                "/console/password",
                                token,
                                "password",
                                ONE_TIME,
                                "new_password",
                                "short",
                                "again",
                                "short")
                        .body())
                .contains("at least 12 characters");
        assertThat(kato.post(
                                "/console/password",
                                token,
                                "password",
                                ONE_TIME,
                                "new_password",
                                "a longer password",
                                "again",
                                "another password")
                        .body())
                .contains("typed differently");
        assertThat(location(kato.post(
                        "/console/password",
                        token,
                        "password",
                        ONE_TIME,
                        "new_password",
                        "a longer password",
                        "again",
                        "a longer password")))
                .isEqualTo("/console/");

        assertThat(kato.cookies.get(COOKIE)).isNotEqualTo(before);
        assertThat(status(kato)).isEqualTo(200);
        assertThat(client().logIn("kato", ONE_TIME).statusCode()).isEqualTo(401);
        assertThat(client().logIn("kato", "a longer password").statusCode()).isEqualTo(303);
    }

    @Test
    void aOneTimePasswordThatIsOverIsWrong() {
        clock.advance(Duration.ofDays(8));
        assertThat(client().logIn("kato", ONE_TIME).statusCode()).isEqualTo(401);
    }

    @Test
    void neitherAnApiKeyNorAMailPasswordOpensAPage() {
        String basic =
                Base64.getEncoder().encodeToString("sato:password".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String key = Objects.requireNonNull(local().key());
        for (String credential : new String[] {"Bearer " + key, "Basic " + basic}) {
            assertThat(location(client().with("Authorization", credential).get("/console/")))
                    .isEqualTo("/console/log-in");
        }
    }

    @Test
    void pagesCannotBeFramedAndRunNothingThatIsWrittenIntoThem() {
        HttpResponse<String> page = loggedIn("sato").get("/console/");

        assertThat(page.headers().allValues("Content-Security-Policy"))
                .containsExactly(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                                + " connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body()).doesNotContain("<script>", "<style", " style=", " onclick=");
    }

    @Test
    void assetsAreKeptForEverAndChangeTheirAddressWithTheirContent() {
        String page = client().get("/console/log-in").body();
        String path = page.replaceAll("(?s).*href=\"(/assets/[0-9a-f]{16}/sekimori.css)\".*", "$1");

        HttpResponse<String> css = client().get(path);
        assertThat(css.statusCode()).isEqualTo(200);
        assertThat(css.headers().allValues("Cache-Control")).containsExactly("public, max-age=31536000, immutable");
        assertThat(client().get("/assets/0000000000000000/sekimori.css").statusCode())
                .isEqualTo(404);
        assertThat(client().get(path.replace("sekimori.css", "..%2fsekimori.css"))
                        .statusCode())
                .isIn(400, 404);
    }

    @Test
    void theLanguageIsChosenAndKept() {
        PageClient client = client().with("Accept-Language", "en");
        assertThat(client.get("/console/log-in").body()).contains("<html lang=\"en\"", "User name");
        assertThat(client.get("/console/log-in?language=ja").body()).contains("<html lang=\"ja\"", "ユーザー名");
        assertThat(client.get("/console/log-in").body()).contains("ユーザー名");
    }
}
