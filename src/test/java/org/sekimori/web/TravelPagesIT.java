package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.sekimori.api.ApiTestBase;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.sekimori.mail.Account;
import org.sekimori.rig.OidcProvider;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.my.link.PortalTokens;
import org.springframework.beans.factory.annotation.Autowired;

/** Every page for customers in a real browser: both languages, both widths, light and dark, with axe; once with the keyboard alone. */
@NeedsChromium
class TravelPagesIT extends ApiTestBase {

    private static final Account TARO = Account.of("taro@jp.example");
    private static final Account INFO = Account.of("info@jp.example");

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private PortalTokens portal;

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private OwnerQuestionTokens questions;

    @SuppressWarnings("NullAway.Init")
    private PageBrowser browser;

    @BeforeEach
    void openBrowser() {
        browser = new PageBrowser("http://127.0.0.1:" + environment.getProperty("local.server.port"));
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    private void enter() {
        CustomerLogin login =
                new CustomerLogin("taro", List.of(TARO, INFO), Locale.JAPANESE, ZoneId.of("Europe/Berlin"));
        browser.open("/my/enter?token=" + portal.write(login, clock.instant()));
    }

    @Test
    void everyPageOfATravellerIsFreeOfBarriers() {
        browser.survey("/my/log-in", "my-log-in", List.of("Please log in"), List.of("ログインが必要です"));
        browser.survey("/my/enter?token=x", "my-wrong-link", List.of("customer page"), List.of("会員ページから"));
        enter();
        browser.survey("/my", "my-off", List.of("Sending from abroad is off"), List.of("海外からの送信：停止中"));

        browser.open("/my?language=ja");
        browser.submit(".state.off button");
        assertThat(browser.find("main").getText()).contains("海外からの送信を許可しました");
        browser.open("/my/plan?country=DE&country=FR");
        browser.driver().executeScript("document.getElementById('from').value = '2026-12-24'");
        browser.submit("form.card > button.main");
        clock.advance(Duration.ofMinutes(20));
        browser.open("/my?m=1");
        browser.submit(".state.off button");
        browser.submit(".state.on form[action='/my/off'] button");
        browser.survey(
                "/my", "my-on", List.of("Sending from abroad is on", "Planned"), List.of("海外からの送信：許可中", "今後の予定"));
        browser.survey("/my?m=1", "my-second", List.of("info@jp.example"), List.of("途中で停止"));
        browser.survey("/my?done=on", "my-done", List.of("Please send your mail again"), List.of("もう一度メールを送信してください"));
        browser.survey("/my/plan?country=DE", "my-plan", List.of("First day"), List.of("開始日"));
        browser.survey("/my?m=7", "my-missing", List.of("There is no such page"), List.of("ページが見つかりません"));
    }

    @Test
    void thePageOfAQuestionIsFreeOfBarriers() {
        Instant now = clock.instant();
        String token =
                questions.write(new Question(TARO, "K7QX-3M2P", "DE", "", now, now.plus(Duration.ofDays(1)), null));
        browser.survey("/asked/" + token, "asked", List.of("Was this you?", "Germany"), List.of("お心当たりはありますか", "ドイツ"));
        browser.survey("/asked/x", "asked-forged", List.of("This link cannot be used"), List.of("ご利用いただけません"));
        browser.open("/asked/" + token + "?language=ja");
        browser.submit("main form button");
        assertThat(browser.find("main").getText()).contains("お知らせいただきありがとうございます");
        browser.check("asked-reported").picture("asked-reported");
        assertThat(log.cases(TARO).open()).isNotNull();
    }

    @Test
    void theKeyboardAloneLeadsInSwitchesAWeekOnAddsACountryAndLeadsOut() {
        OidcProvider.start();
        OidcProvider.person(
                "taro", Map.of("mailboxes", TARO.name(), "email_verified", true, "amr", "otp", "locale", "ja"));
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        try (PageBrowser named =
                new PageBrowser(OidcProvider.MY, String.valueOf(environment.getProperty("local.server.port")))) {
            named.width(PageBrowser.PHONE).open("/my?language=ja");
            named.type(Keys.TAB);
            assertThat(named.driver().switchTo().activeElement().getText()).isEqualTo("本文へ移動");
            named.follow("a[href='/my/log-in/oidc']");
            named.type("taro", Keys.TAB);
            named.type(OidcProvider.PASSWORD);
            named.enter();

            named.follow(".state.off button");
            assertThat(named.find(".state.on h2").getText()).contains("許可中");
            named.follow("a[href^='/my/plan']");
            named.tabTo("#typed").type("ブラジル");
            named.enter();
            assertThat(named.find(".chosen label").getText()).contains("ブラジル");
            named.follow("form.card > button.main");
            assertThat(named.find("main").getText()).contains("許可中（ブラジル）");
            assertThat(log.grants(TARO).grants()).hasSize(2);
            named.follow(".state.on form[action='/my/off'] button");
            named.follow("form[action='/my/leave'] button");
            assertThat(named.find("h1").getText()).isEqualTo("ログアウトしました");
        }
    }

    @Test
    void theProvidersLogInLeadsToTheMailboxAndWhatFailedIsTold() {
        OidcProvider.start();
        OidcProvider.person(
                "taro", Map.of("mailboxes", TARO.name(), "email_verified", true, "amr", "otp", "locale", "ja"));
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        try (PageBrowser named =
                new PageBrowser(OidcProvider.MY, String.valueOf(environment.getProperty("local.server.port")))) {
            named.survey(
                    "/my/log-in?oidc=weak",
                    "my-log-in-weak",
                    List.of("A second factor is needed", "Log in"),
                    List.of("二要素認証が必要です", "ログインする"));

            named.width(PageBrowser.PHONE).open("/my");
            named.submit("a[href='/my/log-in/oidc']");
            named.find("#username").sendKeys("taro");
            named.find("#password").sendKeys(OidcProvider.PASSWORD, Keys.ENTER);
            assertThat(named.find("main").getText()).contains("海外からの送信：停止中");
            assertThat(named.driver().getCurrentUrl()).isEqualTo(OidcProvider.MY + "/my");
            named.submit("form[action='/my/leave'] button");
            named.check("my-left-oidc").picture("my-left-oidc");
            assertThat(named.find("main").getText()).contains("ログアウトしました", "ログイン元からもログアウトする");
        }
    }
}
