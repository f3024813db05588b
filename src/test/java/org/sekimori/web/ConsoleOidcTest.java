package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.rig.OidcProvider;

/** Staff who come by a real identity provider, and what others make of its answers. */
class ConsoleOidcTest extends ConsoleTestBase {

    private static final String BEGIN = "/console/log-in/oidc";
    private static final String COOKIE = "sekimori-console";

    @BeforeAll
    static void provider() {
        OidcProvider.start();
        person("kenji", List.of("everybody", "mail-desk"));
        person("yuki", List.of("mail-admins", "mail-readers"));
        person("guest", List.of("everybody"));
    }

    /** The provider has the time of day. */
    @BeforeEach
    void now() {
        clock.advance(Duration.between(clock.instant(), Instant.now()));
    }

    private static void person(String name, Object groups) {
        OidcProvider.person(name, Map.of("groups", groups, "preferred_username", name + "@staff.example"));
    }

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("");
    }

    /** Begins a log-in; returns where the provider leads back, as a path of this server. */
    private static String callback(PageClient client, String begin, String name) {
        HttpResponse<String> begun = client.get(begin);
        assertThat(location(begun)).startsWith(OidcProvider.ISSUER);
        URI back = OidcProvider.logIn(URI.create(location(begun)), name);
        assertThat(back.toString()).startsWith(OidcProvider.CONSOLE);
        return back.getRawPath() + "?" + back.getRawQuery();
    }

    private PageClient in(String name) {
        PageClient client = client();
        assertThat(location(client.get(callback(client, BEGIN, name)))).isEqualTo("/console/");
        return client;
    }

    @Test
    void whoHasAGroupWithARoleComesInWhereTheyWantedToAndTheAuditTrailNamesProviderAndSubject() {
        PageClient client = client();
        String page = client.get("/console/log-in?next=/console/cases").body();
        assertThat(page).contains("Log in by single sign-on", BEGIN + "?next=%2Fconsole%2Fcases", "Or as a local user");

        HttpResponse<String> reply = client.get(callback(client, BEGIN + "?next=/console/cases", "kenji"));

        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(location(reply)).isEqualTo("/console/cases");
        assertThat(reply.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(log.auditLines())
                .contains("console_log_in kenji@staff.example: logged in as desk by " + OidcProvider.ISSUER
                        + " as subject kenji, from 127.0.0.1");
        assertThat(client.get("/console/cases").body())
                .contains("kenji@staff.example")
                .doesNotContain("href=\"/console/password\"");
        assertThat(client.get("/console/password").statusCode()).isEqualTo(404);
        assertThat(client.send("POST", "/console/rules/x", "form_token=x").body())
                .contains("Your role does not allow this");
    }

    @Test
    void theHighestRoleCountsAndAChangedOneFromTheNextLogInOn() {
        person("mika", List.of("mail-readers"));
        PageClient before = in("mika");
        person("mika", "mail-admins");
        PageClient after = in("mika");

        assertThat(before.get("/console/").body()).contains(">Analyst<");
        assertThat(after.get("/console/").body()).contains(">Administrator<");
        assertThat(in("yuki").get("/console/").body()).contains(">Administrator<");
    }

    @Test
    void whoHasNoRoleIsToldSoAndGetsNoSession() {
        PageClient client = client();
        HttpResponse<String> reply = client.get(callback(client, BEGIN, "guest"));

        assertThat(location(reply)).isEqualTo("/console/log-in?oidc=role");
        assertThat(client.cookies).doesNotContainKeys(COOKIE, COOKIE + "-oidc");
        assertThat(client.get("/console/log-in?oidc=role").body()).contains("you have no role at this console");
        assertThat(client.get("/console/log-in?oidc=role&language=ja").body()).contains("このコンソールの権限がありません");
        assertThat(log.auditLines()).anySatisfy(line -> assertThat(line)
                .startsWith("console_log_in_refused nobody: none of the 1 values of the claim groups means a role")
                .contains("as subject guest"));
    }

    @Test
    void aLogInThatFailedKeepsWhereThePersonWantedToGo() {
        PageClient client = client();
        String failed = location(client.get(callback(client, BEGIN + "?next=/console/cases?state=open", "guest")));
        assertThat(failed).isEqualTo("/console/log-in?oidc=role&next=%2Fconsole%2Fcases%3Fstate%3Dopen");
        assertThat(client.get(failed).body()).contains(BEGIN + "?next=%2Fconsole%2Fcases%3Fstate%3Dopen");

        PageClient gaveUp = client();
        String state = location(gaveUp.get(BEGIN + "?next=/console/rules")).replaceAll(".*[?&]state=([^&]*).*", "$1");
        assertThat(location(gaveUp.get(BEGIN + "/callback?error=access_denied&state=" + state)))
                .isEqualTo("/console/log-in?oidc=denied&next=%2Fconsole%2Frules");
    }

    @Test
    void groupsThatOnlyUserInfoSaysCountAndThoseOfTheTokenComeFirst() {
        OidcProvider.person("aoi", Map.of("preferred_username", "aoi@staff.example"));
        OidcProvider.onlyAsked("aoi", Map.of("groups", List.of("mail-desk"), "preferred_username", "mori"));
        assertThat(in("aoi").get("/console/").body()).contains(">Desk<", "aoi@staff.example");

        person("rei", List.of("mail-readers"));
        OidcProvider.onlyAsked("rei", Map.of("groups", List.of("mail-admins")));
        assertThat(in("rei").get("/console/").body()).contains(">Analyst<");

        OidcProvider.onlyAsked("rei", Map.of("sub", "yuki"));
        PageClient client = client();
        assertThat(location(client.get(callback(client, BEGIN, "rei")))).isEqualTo("/console/log-in?oidc=invalid");
        OidcProvider.onlyAsked("rei", Map.of());
    }

    private HttpResponse<String> backChannel(String token) {
        return client().send("POST", BEGIN + "/back-channel", "logout_token=" + token);
    }

    @Test
    void aLogOutOfTheProviderEndsTheSessionsOfThePersonAndNoOther() {
        person("nao", List.of("mail-desk"));
        PageClient nao = in("nao");
        PageClient elsewhere = in("nao");
        PageClient kenji = in("kenji");

        String token = OidcProvider.logOutToken("console", claims -> claims.subject("nao"));
        HttpResponse<String> reply = backChannel(token);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(nao.get("/console/").statusCode()).isEqualTo(303);
        assertThat(elsewhere.get("/console/").statusCode()).isEqualTo(303);
        assertThat(kenji.get("/console/").statusCode()).isEqualTo(200);
        assertThat(log.auditLines())
                .filteredOn(
                        line -> line.equals("console_log_out nao@staff.example: logged out by " + OidcProvider.ISSUER))
                .hasSize(2);

        PageClient again = in("nao");
        assertThat(backChannel(token).statusCode()).as("the same token later").isEqualTo(400);
        assertThat(again.get("/console/").statusCode()).isEqualTo(200);
    }

    @Test
    void aLogOutOfOneSessionOfTheProviderLeavesThePersonsOthers() {
        OidcProvider.person(
                "midori", Map.of("groups", "mail-desk", "preferred_username", "midori@staff.example", "sid", "first"));
        PageClient first = in("midori");
        OidcProvider.person(
                "midori", Map.of("groups", "mail-desk", "preferred_username", "midori@staff.example", "sid", "second"));
        PageClient second = in("midori");

        assertThat(backChannel(OidcProvider.logOutToken("console", claims -> claims.claim("sid", "first")))
                        .statusCode())
                .isEqualTo(200);

        assertThat(first.get("/console/").statusCode()).isEqualTo(303);
        assertThat(second.get("/console/").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyIsLoggedOutByAnythingElseThanALogOutTokenForThisClient() {
        PageClient kenji = in("kenji");
        for (String token : List.of(
                "",
                "x",
                OidcProvider.logOutToken("my", claims -> claims.subject("kenji")),
                OidcProvider.logOutToken(
                        "console", claims -> claims.subject("kenji").issuer("https://evil.example")),
                OidcProvider.logOutToken(
                        "console", claims -> claims.subject("kenji").claim("events", null)),
                OidcProvider.logOutToken(
                        "console", claims -> claims.subject("kenji").claim("events", Map.of("x", 1))),
                OidcProvider.logOutToken(
                        "console", claims -> claims.subject("kenji").claim("nonce", "n")),
                OidcProvider.logOutToken(
                        "console", claims -> claims.subject("kenji").jwtID(null)),
                OidcProvider.logOutToken("console", claims -> claims),
                OidcProvider.logOutToken(
                        "console", claims -> claims.claim("sid", 7).subject("kenji")),
                OidcProvider.logOutToken("console", claims -> claims.subject("kenji")
                        .expirationTime(java.util.Date.from(Instant.now().minusSeconds(61)))),
                OidcProvider.logOutToken("console", claims -> claims.subject("kenji")
                        .expirationTime(null)
                        .issueTime(java.util.Date.from(Instant.now().minusSeconds(700)))))) {
            assertThat(backChannel(token).statusCode()).as(token).isEqualTo(400);
        }
        assertThat(kenji.get("/console/").statusCode()).isEqualTo(200);
    }

    @Test
    void groupsOfAnotherShapeAreNoRole() {
        for (Object groups : List.of(Map.of("mail-admins", true), 7, List.of("mail-admins", 7), " mail-admins")) {
            person("odd", groups);
            PageClient client = client();
            assertThat(location(client.get(callback(client, BEGIN, "odd"))))
                    .as("%s", groups)
                    .isEqualTo("/console/log-in?oidc=role");
        }
    }

    @Test
    void nobodyTakesTheNameOfALocalUser() {
        OidcProvider.person("thief", Map.of("groups", List.of("mail-desk"), "preferred_username", "Sato"));
        PageClient client = client();
        assertThat(location(client.get(callback(client, BEGIN, "thief")))).isEqualTo("/console/log-in?oidc=name");
        assertThat(client.cookies).doesNotContainKey(COOKIE);
    }

    @Test
    void anAnswerIsForTheBrowserThatBeganItAndForOnce() {
        PageClient attacker = client();
        String link = callback(attacker, BEGIN, "guest");
        PageClient victim = in("kenji");
        String session = victim.cookies.get(COOKIE);

        assertThat(location(victim.get(link)))
                .as("log-in of a victim as the attacker")
                .isEqualTo("/console/log-in?oidc=again");
        assertThat(victim.cookies).containsEntry(COOKIE, Objects.requireNonNull(session));

        PageClient client = client();
        String mine = callback(client, BEGIN, "kenji");
        Map<String, String> before = Map.copyOf(client.cookies);
        client.get(mine);
        client.cookies.clear();
        client.cookies.putAll(before);
        assertThat(location(client.get(mine))).as("a second time").isEqualTo("/console/log-in?oidc=again");
        assertThat(client.get("/console/log-in?oidc=again").body()).contains("Begin again here");
    }

    @Test
    void aCodeOfAnotherLogInIsRefusedByTheProvider() {
        String stolen = callback(client(), BEGIN, "yuki").replaceAll(".*[?&]code=([^&]*).*", "$1");
        PageClient attacker = client();
        String own = callback(attacker, BEGIN, "guest");

        String injected = own.replaceAll("([?&]code=)[^&]*", "$1" + stolen);

        assertThat(location(attacker.get(injected))).isEqualTo("/console/log-in?oidc=invalid");
        assertThat(attacker.cookies).doesNotContainKey(COOKIE);
    }

    @Test
    void aCustomersAnswerOpensNoConsole() {
        OidcProvider.person(
                "both", Map.of("groups", List.of("mail-admins"), "mailboxes", "taro@jp.example", "amr", "otp"));
        PageClient client = client();
        URI back = OidcProvider.logIn(URI.create(location(client.get("/my/log-in/oidc"))), "both");
        assertThat(location(client.get(BEGIN + "/callback?" + back.getRawQuery())))
                .isEqualTo("/console/log-in?oidc=again");

        String state = location(client.get(BEGIN)).replaceAll(".*[?&]state=([^&]*).*", "$1");
        assertThat(location(client.get(
                        BEGIN + "/callback?" + back.getRawQuery().replaceAll("state=[^&]*", "state=" + state))))
                .isEqualTo("/console/log-in?oidc=invalid");
        assertThat(client.cookies).doesNotContainKey(COOKIE);
    }

    @Test
    void theLogInGivesANewSessionAndEndsTheOneBefore() {
        PageClient client = client();
        client.cookies.put(COOKIE, "chosen-by-the-attacker");
        client.get(callback(client, BEGIN, "kenji"));
        String first = Objects.requireNonNull(client.cookies.get(COOKIE));
        assertThat(first).isNotEqualTo("chosen-by-the-attacker").hasSizeGreaterThan(40);

        client.get(callback(client, BEGIN, "kenji"));
        assertThat(client.cookies.get(COOKIE)).isNotEqualTo(first);
        client.cookies.put(COOKIE, first);
        assertThat(client.get("/console/").statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example/", "//evil.example/", "/console/../v1", "/my", "/console//evil.example"})
    void theLogInLeadsToNoOtherPlace(String next) {
        PageClient client = client();
        String encoded = java.net.URLEncoder.encode(next, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(location(client.get(callback(client, BEGIN + "?next=" + encoded, "kenji"))))
                .isEqualTo("/console/");
    }

    @Test
    void theSessionEndsByIdlenessAndTheLogOutLeadsToThatOfTheProvider() {
        PageClient idle = in("kenji");
        clock.advance(Duration.ofMinutes(30));
        assertThat(idle.get("/console/").statusCode()).isEqualTo(303);

        now();
        PageClient client = in("kenji");
        HttpResponse<String> left = client.post("/console/log-out", PageClient.token(client.get("/console/")));
        assertThat(left.statusCode()).isEqualTo(200);
        assertThat(left.body())
                .contains("You have logged out here", "http-equiv=\"refresh\"")
                .contains("0;url=" + OidcProvider.ISSUER + "/connect/logout?client_id=sekimori-console")
                .contains("id_token_hint=")
                .doesNotContain("kenji@staff.example", "href=\"/console/cases\"");
        assertThat(client.cookies).doesNotContainKey(COOKIE);
        assertThat(log.auditLines()).contains("console_log_out kenji@staff.example: logged out, from 127.0.0.1");
    }

    @Test
    void theCookieOfALogInIsForThisServerAlone() {
        PageClient proxied = client().with("X-Forwarded-Proto", "https");
        String cookies = String.join("\n", proxied.get(BEGIN).headers().allValues("Set-Cookie"));
        assertThat(cookies)
                .contains(
                        "__Host-sekimori-console-oidc=", "Path=/", "Max-Age=600", "HttpOnly", "Secure", "SameSite=Lax");
    }
}
