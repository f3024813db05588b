package org.sekimori.web.my;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.api.ApiTestBase;
import org.sekimori.grants.Grant;
import org.sekimori.mail.Account;
import org.sekimori.rig.OidcProvider;

/** Customers who come by a real identity provider: which mailboxes they reach, and when none. */
class TravelOidcTest extends ApiTestBase {

    private static final Account TARO = Account.of("taro@jp.example");
    private static final Account INFO = Account.of("info@jp.example");
    private static final String BEGIN = "/my/log-in/oidc";
    private static final String COOKIE = "sekimori-my";

    @BeforeAll
    static void provider() {
        OidcProvider.start();
        OidcProvider.person(
                "taro",
                Map.of(
                        "mailboxes",
                        List.of("Taro@JP.example", "info@jp.example"),
                        "email_verified",
                        true,
                        "amr",
                        List.of("pwd", "otp"),
                        "locale",
                        "ja"));
    }

    /** The provider has the time of day. */
    @BeforeEach
    void now() {
        clock.advance(Duration.between(clock.instant(), Instant.now()));
    }

    private CustomerBrowser browser() {
        return new CustomerBrowser("http://127.0.0.1:" + environment.getProperty("local.server.port"), "en");
    }

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("");
    }

    private static HttpResponse<String> logIn(CustomerBrowser browser, String name) {
        URI back = OidcProvider.logIn(URI.create(location(browser.get(BEGIN))), name);
        assertThat(back.toString()).startsWith(OidcProvider.MY);
        return browser.get(back.getRawPath() + "?" + back.getRawQuery());
    }

    @Test
    void oneLogInReachesItsMailboxesInItsLanguageAndGrantsCarryItsName() {
        CustomerBrowser browser = browser();
        assertThat(browser.open("/my").body()).contains("href=\"" + BEGIN + "\"", "Log in");
        browser.cookies.put(COOKIE, "chosen-by-a-stranger");

        HttpResponse<String> reply = logIn(browser, "taro");

        assertThat(location(reply)).isEqualTo("/my");
        assertThat(reply.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(browser.cookies.get(COOKIE)).isNotEqualTo("chosen-by-a-stranger");
        browser.open("/my?m=1");
        assertThat(browser.page).contains("<html lang=\"ja\"", "info@jp.example", "taro@jp.example");
        browser.submit("/my/on", "mailbox", INFO.name());
        assertThat(log.grants(INFO).grants())
                .singleElement()
                .extracting(Grant::openedBy)
                .isEqualTo("taro via oidc");
        browser.open("/my");
        assertThat(browser.submit("/my/on", "mailbox", "alice@isp.example").statusCode())
                .isEqualTo(404);
        assertThat(browser.post("/my/on", "x", "y", "mailbox", TARO.name()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void withoutAVerifiedMailboxThereIsAPlainPageAndNoSession() {
        for (Map<String, Object> claims : List.<Map<String, Object>>of(
                Map.of("mailboxes", "taro@jp.example", "email_verified", false),
                Map.of("mailboxes", "taro@jp.example"),
                Map.of("email_verified", true),
                Map.of("mailboxes", List.of(), "email_verified", true),
                Map.of("mailboxes", List.of("taro@jp.example", 7), "email_verified", true),
                Map.of("mailboxes", Map.of("taro@jp.example", 1), "email_verified", true),
                Map.of("mailboxes", "not an address @", "email_verified", true))) {
            Map<String, Object> all = new java.util.HashMap<>(claims);
            all.put("amr", "otp");
            OidcProvider.person("hana", all);
            CustomerBrowser browser = browser();
            assertThat(location(logIn(browser, "hana"))).as("%s", claims).isEqualTo("/my/log-in?oidc=mailbox");
            assertThat(browser.cookies).doesNotContainKey(COOKIE);
        }
        CustomerBrowser browser = browser();
        assertThat(browser.get("/my/log-in?oidc=mailbox").body()).contains("We found no mailbox of yours");
        assertThat(browser.get("/my/log-in?oidc=mailbox&language=ja").body()).contains("ご利用のメールアドレスが見つかりません");
    }

    @Test
    void thePasswordAloneOpensNothing() {
        OidcProvider.person(
                "weak", Map.of("mailboxes", "taro@jp.example", "email_verified", true, "amr", List.of("pwd")));
        CustomerBrowser browser = browser();
        assertThat(location(logIn(browser, "weak"))).isEqualTo("/my/log-in?oidc=weak");
        assertThat(browser.open("/my/log-in?oidc=weak").body())
                .contains("a password alone is not enough", BEGIN + "?anew=true");
        assertThat(location(browser.get(BEGIN + "?anew=true"))).contains("&prompt=login");
        assertThat(browser.get("/my").statusCode()).isEqualTo(303);
    }

    @Test
    void theAnswerToAMemberOfStaffOpensNoMailbox() {
        OidcProvider.person("desk", Map.of("groups", "mail-desk", "mailboxes", "taro@jp.example", "amr", "otp"));
        CustomerBrowser browser = browser();
        String staff = location(browser.get("/console/log-in/oidc"));
        String query = OidcProvider.logIn(URI.create(staff), "desk").getRawQuery();

        assertThat(location(browser.get(BEGIN + "/callback?" + query))).isEqualTo("/my/log-in?oidc=again");
        String state = location(browser.get(BEGIN)).replaceAll(".*[?&]state=([^&]*).*", "$1");
        assertThat(location(browser.get(BEGIN + "/callback?" + query.replaceAll("state=[^&]*", "state=" + state))))
                .isEqualTo("/my/log-in?oidc=invalid");
        assertThat(browser.cookies).doesNotContainKey(COOKIE);
    }

    @Test
    void whoLeavesIsLedToTheLogOutOfTheProvider() {
        CustomerBrowser browser = browser();
        logIn(browser, "taro");
        browser.open("/my");
        HttpResponse<String> left = browser.submit("/my/leave");
        assertThat(location(left)).isEqualTo("/my/log-in?left=true&way=oidc");
        assertThat(browser.open(location(left)).body()).contains("ログイン元からもログアウトする");
        assertThat(location(browser.get("/my/log-in/oidc/leave")))
                .startsWith(OidcProvider.ISSUER + "/connect/logout?client_id=sekimori-my");
    }

    @Test
    void aLogOutOfTheProviderEndsTheSession() {
        CustomerBrowser browser = browser();
        logIn(browser, "taro");
        assertThat(browser.get("/my").statusCode()).isEqualTo(200);
        CustomerBrowser provider = browser();
        for (String realm : List.of("console", "my")) {
            assertThat(browser.get("/my").statusCode()).isEqualTo(200);
            String token = OidcProvider.logOutToken(realm, claims -> claims.subject("taro"));
            assertThat(provider.post(BEGIN + "/back-channel", "", "", "logout_token", token)
                            .statusCode())
                    .as(realm)
                    .isEqualTo(realm.equals("my") ? 200 : 400);
        }
        assertThat(browser.get("/my").statusCode()).isEqualTo(303);
    }

    @Test
    void theReferenceOfALinkSurvivesALogInThatFailedFirst() {
        CustomerBrowser browser = browser();
        browser.open("/my?reference=K7QX-3M2P");
        OidcProvider.person("weak", Map.of("mailboxes", "taro@jp.example", "email_verified", true, "amr", "pwd"));
        assertThat(location(logIn(browser, "weak"))).isEqualTo("/my/log-in?oidc=weak");
        assertThat(location(logIn(browser, "taro"))).isEqualTo("/my?reference=K7QX-3M2P");
    }

    @Test
    void noLinkOfAStrangerLeadsInOrAway() {
        CustomerBrowser victim = browser();
        CustomerBrowser attacker = browser();
        URI link = OidcProvider.logIn(URI.create(location(attacker.get(BEGIN))), "taro");
        assertThat(location(victim.get(link.getRawPath() + "?" + link.getRawQuery())))
                .isEqualTo("/my/log-in?oidc=again");
        assertThat(victim.open("/my/log-in?oidc=%3Cb%3E&next=https://evil.example/")
                        .body())
                .doesNotContain("evil.example", "<b>");
    }
}
