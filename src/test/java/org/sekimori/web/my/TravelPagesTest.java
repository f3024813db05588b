package org.sekimori.web.my;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.api.ApiTestBase;
import org.sekimori.api.InMemoryOneTimeIds;
import org.sekimori.api.RecordedCodes;
import org.sekimori.grants.Grant;
import org.sekimori.mail.Account;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.my.link.PortalTokens;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The traveller's page by HTTP: what it does, and what strangers, other sites and old links cannot do with it. */
class TravelPagesTest extends ApiTestBase {

    private static final Account TARO = Account.of("taro@jp.example");
    private static final Account INFO = Account.of("info@jp.example");
    private static final String OTHER = "alice@isp.example";

    @Autowired
    PortalTokens tokens;

    @Autowired
    InMemoryOneTimeIds used;

    @Autowired
    RecordedCodes codes;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    private String link() {
        return link("taro");
    }

    private String link(String name) {
        return "/my/enter?token="
                + tokens.write(
                        new CustomerLogin(name, List.of(TARO, INFO), Locale.JAPANESE, ZoneId.of("Europe/Berlin")),
                        clock.instant());
    }

    private CustomerBrowser browser() {
        return new CustomerBrowser("http://127.0.0.1:" + environment.getProperty("local.server.port"), "ja");
    }

    private CustomerBrowser in() {
        CustomerBrowser browser = browser();
        assertThat(browser.open(link()).statusCode()).isEqualTo(200);
        return browser;
    }

    private List<Grant> grants(Account account) {
        return log.grants(account).grants();
    }

    private static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("");
    }

    @Test
    void oneTapSwitchesAWeekOnAndThePageSaysUntilWhenHereAndAtHome() {
        CustomerBrowser browser = in();
        assertThat(browser.page).contains("<html lang=\"ja\"", "みほんメール", "海外からの送信：停止中", "今から1週間、許可する", "0120-000-000");

        HttpResponse<String> reply = browser.submit("/my/on", "mailbox", TARO.name());

        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(location(reply)).isEqualTo("/my?m=0&done=on");
        assertThat(grants(TARO)).singleElement().satisfies(grant -> {
            assertThat(grant.until()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
            assertThat(grant.channel()).isEqualTo("my");
            assertThat(grant.openedBy()).isEqualTo("taro via portal");
        });
        browser.open(location(reply));
        assertThat(browser.page).contains("海外からの送信：許可中", "12月2日（水）18:00（日本時間）", "現地時間 12月2日（水）10:00（中央ヨーロッパ時間）");
    }

    @Test
    void sendingTheSameFormTwiceOpensOneGrantAndExtendingAndSwitchingOffWork() {
        CustomerBrowser browser = in();
        String first = browser.page;
        browser.submit("/my/on", "mailbox", TARO.name());
        browser.page = first;
        browser.submit("/my/on", "mailbox", TARO.name());
        assertThat(grants(TARO)).hasSize(1);
        String id = grants(TARO).get(0).id();

        clock.advance(Duration.ofMinutes(30));
        browser.open("/my");
        browser.submit("/my/extend", "mailbox", TARO.name(), "grant", id);
        assertThat(grants(TARO).get(0).until()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));

        browser.open("/my");
        browser.submit("/my/off", "mailbox", TARO.name(), "grant", id);
        assertThat(log.grants(TARO).anyActive(clock.instant())).isFalse();
        browser.open("/my");
        assertThat(browser.page).contains("海外からの送信：停止中", "途中で停止");
        assertThat(location(browser.submit("/my/extend", "mailbox", TARO.name(), "grant", id)))
                .isEqualTo("/my?m=0&failed=refused");
    }

    @Test
    void aLaterBeginningAndCountriesAreChosenWithoutAScript() {
        CustomerBrowser browser = in();
        browser.open("/my/plan?m=0");
        assertThat(browser.submit("/my/plan", "mailbox", TARO.name(), "typed", "ドイツ", "action", "add")
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.page).contains("value=\"DE\"", "ドイツ");
        browser.submit("/my/plan", "mailbox", TARO.name(), "country", "DE", "typed", "Frence", "from", "2026-12-24");
        assertThat(browser.page).contains("「Frence」", "「フランス」のことでしょうか").contains("value=\"2026-12-24\"");
        assertThat(grants(TARO)).isEmpty();

        HttpResponse<String> reply = browser.submit(
                "/my/plan", "mailbox", TARO.name(), "country", "DE", "typed", "france", "from", "2026-12-24");

        assertThat(location(reply)).isEqualTo("/my?m=0&done=planned");
        assertThat(grants(TARO)).singleElement().satisfies(grant -> {
            assertThat(grant.from()).isEqualTo("2026-12-23T15:00:00Z");
            assertThat(grant.until()).isEqualTo("2026-12-30T15:00:00Z");
            assertThat(grant.countries()).containsExactly("DE", "FR");
        });
        browser.open("/my");
        assertThat(browser.page).contains("今後の予定", "12月24日（木）0:00（日本時間）", "ドイツ、フランス");
        browser.submit("/my/plan", "mailbox", TARO.name(), "from", "2028-01-01");
        assertThat(browser.page).contains("aria-invalid=\"true\"");
    }

    @Test
    void aLogInWithSeveralMailboxesSwitchesBetweenThemAndReachesNoOther() {
        CustomerBrowser browser = in();
        browser.open("/my?m=1");
        browser.submit("/my/on", "mailbox", INFO.name());
        assertThat(grants(INFO)).hasSize(1);
        assertThat(grants(TARO)).isEmpty();

        assertThat(browser.get("/my?m=2").statusCode()).isEqualTo(404);
        assertThat(browser.get("/my?m=-1").statusCode()).isEqualTo(404);
        browser.open("/my");
        for (String path : List.of("/my/on", "/my/plan", "/my/extend", "/my/off", "/my/not-me")) {
            browser.open("/my");
            HttpResponse<String> reply = browser.submit(path, "mailbox", OTHER, "grant", "X", "reference", "K7QX-3M2P");
            assertThat(reply.statusCode()).as(path).isEqualTo(404);
        }
        assertThat(grants(Account.of(OTHER))).isEmpty();
        assertThat(log.cases(Account.of(OTHER)).isEmpty()).isTrue();
    }

    @Test
    void aLinkLetsInOnceAndTheAnswerLeadsAwayFromItsToken() {
        String link = link();
        CustomerBrowser browser = browser();
        HttpResponse<String> entered = browser.get(link);

        assertThat(entered.statusCode()).isEqualTo(303);
        assertThat(location(entered)).isEqualTo("/my");
        assertThat(entered.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(entered.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("sekimori-my=").contains("HttpOnly", "SameSite=Lax", "Path=/"));

        CustomerBrowser thief = browser();
        assertThat(thief.get(link).statusCode()).isEqualTo(410);
        assertThat(thief.page).contains("すでに使用されています").doesNotContain("token=");
        assertThat(thief.get("/my").statusCode()).isEqualTo(303);
        assertThat(browser.get("/my").statusCode()).isEqualTo(200);
    }

    @Test
    void aLookAheadUsesNothingUp() {
        String link = link();
        CustomerBrowser browser = browser();
        browser.send(browser.request(link).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(browser.send(browser.request(link)
                                .header("Sec-Purpose", "prefetch")
                                .GET())
                        .statusCode())
                .isEqualTo(503);
        assertThat(browser.get(link).statusCode()).isEqualTo(303);
    }

    @Test
    void anOldAForgedAndAMissingLinkLetNobodyIn() {
        String old = link();
        clock.advance(Duration.ofMinutes(5));
        CustomerBrowser browser = browser();
        assertThat(browser.get(old).statusCode()).isEqualTo(410);
        assertThat(browser.page).contains("有効期限が切れています");
        String link = link();
        String forged = link.substring(0, link.length() - 10) + "AAAAAAAAAA";
        for (String wrong : List.of(forged, "/my/enter", "/my/enter?token=x", "/my/enter?token=" + "a".repeat(7_000))) {
            assertThat(browser.get(wrong).statusCode()).isEqualTo(400);
        }
        assertThat(browser.cookies).doesNotContainKey("sekimori-my");
        used.away = true;
        try {
            assertThat(browser.get(link).statusCode()).isEqualTo(503);
        } finally {
            used.away = false;
        }
        assertThat(browser.get(link).statusCode()).isEqualTo(303);
    }

    @Test
    void aSessionEndsWithItsTimeAndByLoggingOut() {
        CustomerBrowser browser = in();
        clock.advance(Duration.ofMinutes(59));
        assertThat(browser.get("/my").statusCode()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(browser.get("/my").statusCode()).isEqualTo(303);
        assertThat(browser.submit("/my/on", "mailbox", TARO.name()).statusCode())
                .isEqualTo(401);

        CustomerBrowser other = in();
        String id = other.cookies.get("sekimori-my");
        assertThat(location(other.submit("/my/leave"))).isEqualTo("/my/log-in?left=true");
        other.cookies.put("sekimori-my", id);
        assertThat(other.get("/my").statusCode()).isEqualTo(303);
    }

    @Test
    void aSessionIdThatTheBrowserBringsIsNeverTaken() {
        CustomerBrowser browser = browser();
        browser.cookies.put("sekimori-my", "chosen-by-a-stranger");
        browser.get(link());
        assertThat(browser.cookies.get("sekimori-my"))
                .isNotEqualTo("chosen-by-a-stranger")
                .hasSizeGreaterThan(40);

        String before = browser.cookies.get("sekimori-my");
        browser.get(link());
        assertThat(browser.cookies.get("sekimori-my")).isNotEqualTo(before);
        browser.cookies.put("sekimori-my", before);
        assertThat(browser.get("/my").statusCode()).isEqualTo(303);
    }

    @Test
    void aFormOfAnotherSiteChangesNothing() {
        CustomerBrowser browser = in();
        String id = UUID.randomUUID().toString();
        assertThat(browser.post("/my/on", "", id, "mailbox", TARO.name()).statusCode())
                .isEqualTo(403);
        CustomerBrowser other = browser();
        other.open(link("jiro"));
        assertThat(browser.post("/my/on", other.token(), id, "mailbox", TARO.name())
                        .statusCode())
                .isEqualTo(403);
        String token = browser.open("/my").body().isEmpty() ? "" : browser.token();
        assertThat(browser.send(browser.request("/my/on")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "form_token=" + token + "&id=" + id + "&mailbox=taro%40jp.example")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.page).contains("もう一度操作してください");
        assertThat(grants(TARO)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/my", "/my/plan", "/my/log-in", "/my/enter?token=x", "/my?m=9"})
    void noPageIsFramedOrLoadsFromElsewhere(String path) {
        HttpResponse<String> reply = in().get(path);
        assertThat(reply.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'", "form-action 'self'", "script-src 'self'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(reply.body()).doesNotContain("<style", "style=\"", "<script", "http://", "//cdn");
    }

    @Test
    void noParameterLeadsToAnotherSite() {
        CustomerBrowser browser = browser();
        for (String parameter : List.of("next", "from", "url", "redirect", "return")) {
            assertThat(location(browser.get(link() + "&" + parameter + "=https%3A%2F%2Fevil.example%2F")))
                    .isEqualTo("/my");
        }
        browser.open("/my");
        browser.submit("/my/leave");
        assertThat(browser.open("/my/log-in?next=https://evil.example/").body()).doesNotContain("evil.example");
        assertThat(browser.open("/my?m=0&zone=//evil.example").body()).doesNotContain("evil.example");
    }

    /** A new route is walked by itself. */
    @Test
    void withoutASessionEveryRouteLeadsToTheLogInWhateverElseIsShown() {
        Set<String> open = Set.of(
                "/my/log-in",
                "/my/log-in/oidc",
                "/my/log-in/oidc/callback",
                "/my/log-in/oidc/leave",
                // Takes what the provider has signed, whoever sends it.
                "/my/log-in/oidc/back-channel",
                "/my/enter",
                "/my/brand/{hash}.css",
                "/my/logo/{hash}",
                "/my/code",
                "/my/code/enter");
        Set<String> walked = new TreeSet<>();
        String basic = Base64.getEncoder().encodeToString("taro@jp.example:secret".getBytes(StandardCharsets.UTF_8));
        mapping.getHandlerMethods().keySet().forEach(route -> route.getPatternValues().stream()
                .filter(path -> path.startsWith("/my") && !open.contains(path))
                .forEach(path -> route.getMethodsCondition().getMethods().forEach(method -> {
                    for (String credential : List.of("", "Basic " + basic, "Bearer " + local().key())) {
                        CustomerBrowser stranger = browser();
                        stranger.cookies.put("sekimori-my", "guess");
                        HttpRequest.Builder request = stranger.request(path)
                                .method(
                                        method.name(),
                                        method.name().equals("GET")
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString("mailbox=taro%40jp.example"))
                                .header("Content-Type", "application/x-www-form-urlencoded");
                        if (!credential.isEmpty()) {
                            request.header("Authorization", credential);
                        }
                        assertThat(stranger.send(request).statusCode())
                                .as(method + " " + path)
                                .isEqualTo(method.name().equals("GET") ? 303 : 401);
                    }
                    walked.add(method + " " + path);
                })));
        assertThat(walked)
                .contains(
                        "GET /my", "GET /my/plan", "POST /my/on", "POST /my/extend", "POST /my/off", "POST /my/not-me");
        assertThat(grants(TARO)).isEmpty();
    }

    @Test
    void theReferenceOfALinkSurvivesEachWayOfLoggingInAndLeadsNowhereElse() {
        String wanted = "/my?reference=k7qx3m2p";
        String asked = "/my?reference=K7QX-3M2P";
        CustomerBrowser byPortal = browser();
        assertThat(location(byPortal.get(wanted))).isEqualTo("/my/log-in?next=%2Fmy%3Freference%3Dk7qx3m2p");
        assertThat(byPortal.open(wanted).body()).contains("受付番号K7QX-3M2P");
        assertThat(byPortal.open("/my/log-in?oidc=denied").body())
                .as("a log-in that failed meanwhile")
                .contains("受付番号K7QX-3M2P");
        assertThat(location(byPortal.get(link()))).isEqualTo(asked);
        assertThat(location(byPortal.get(link()))).as("it leads there once").isEqualTo("/my");

        codes.sent.clear();
        CustomerBrowser byCode = browser();
        byCode.open(wanted);
        byCode.open("/my/code");
        byCode.submit("/my/code", "mailbox", TARO.name());
        String code = codes.sent.get(0).body().replaceAll("(?s).*?([0-9]{8}).*", "$1");
        byCode.open("/my/code");
        assertThat(location(byCode.submit("/my/code/enter", "mailbox", TARO.name(), "code", code)))
                .isEqualTo(asked);

        for (String stranger : List.of(
                "//evil.example/my?reference=K7QX-3M2P",
                "https://evil.example/my?reference=K7QX-3M2P",
                "/my?reference=K7QX-3M2P%0d%0aLocation:%20//evil.example",
                "/my?reference=//evil.example",
                "/my/enter?token=x&reference=K7QX-3M2P",
                "/my@evil.example?reference=K7QX-3M2P")) {
            CustomerBrowser led = browser();
            led.open("/my/log-in?next=" + java.net.URLEncoder.encode(stranger, StandardCharsets.UTF_8));
            assertThat(location(led.get(link()))).as(stranger).isEqualTo("/my");
        }
        CustomerBrowser planted = browser();
        planted.cookies.put("sekimori-my-reference", "//evil.example");
        assertThat(location(planted.get(link()))).isEqualTo("/my");
        assertThat(planted.open("/my?reference=evil").body()).contains("この受付番号の記録が見つかりませんでした");
    }

    @Test
    void noMailPasswordAndNoApiKeyOpensThePage() {
        CustomerBrowser browser = browser();
        String basic = Base64.getEncoder().encodeToString("taro@jp.example:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(browser.send(browser.request("/my")
                                .header("Authorization", "Basic " + basic)
                                .GET())
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.send(browser.request("/my")
                                .header("Authorization", "Bearer " + local().key())
                                .GET())
                        .statusCode())
                .isEqualTo(303);
        assertThat(browser.open("/my").body()).contains("ログインが必要です").doesNotContain("type=\"password\"");
    }

    @Test
    void aCodeThatTheContactReadsLetsInAndAWrongOneDoesNot() {
        codes.sent.clear();
        CustomerBrowser browser = browser();
        browser.open("/my/code");
        browser.submit("/my/code", "mailbox", "Taro@JP.example");
        assertThat(browser.page).contains("連絡先のご登録があれば、確認コードをお送りしました");
        assertThat(codes.sent).hasSize(1);
        assertThat(codes.sent.get(0).subject()).isEqualTo("【みほんメール】確認コード");
        String code = codes.sent.get(0).body().replaceAll("(?s).*?([0-9]{8}).*", "$1");

        assertThat(browser.submit("/my/code/enter", "mailbox", "taro@jp.example", "code", "1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.page).contains("確認コードが正しくないか");
        assertThat(browser.post("/my/code/enter", "", "", "mailbox", "taro@jp.example", "code", code)
                        .statusCode())
                .as("without the token of the form")
                .isEqualTo(403);
        browser.open("/my/code");
        assertThat(location(browser.submit("/my/code/enter", "mailbox", "taro@jp.example", "code", code)))
                .isEqualTo("/my");
        browser.open("/my");
        browser.submit("/my/on", "mailbox", TARO.name());
        assertThat(grants(TARO).get(0).openedBy()).isEqualTo("taro@jp.example via code");
    }

    @Test
    void theLogDoesNotAnswerAndTheCustomerIsToldSo() {
        CustomerBrowser browser = in();
        log.away(true);
        try {
            HttpResponse<String> reply = browser.submit("/my/on", "mailbox", TARO.name());
            assertThat(location(reply)).isEqualTo("/my?m=0&failed=log");
        } finally {
            log.away(false);
        }
        browser.open("/my?m=0&failed=log");
        assertThat(browser.page).contains("操作を確認できませんでした");
        Instant now = clock.instant();
        assertThat(log.grants(TARO).anyActive(now)).isFalse();
    }
}
