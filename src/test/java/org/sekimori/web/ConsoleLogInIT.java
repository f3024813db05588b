package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.sekimori.rig.OidcProvider;

/** The way into the console in a real browser. */
@NeedsChromium
class ConsoleLogInIT extends ConsoleTestBase {

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

    @Test
    void theWayFromTheLogInToTheFirstPageIsOpenToEverybody() {
        browser.survey("/console/log-in", "log-in", List.of("Log in", "User name"), List.of("ログイン", "ユーザー名"));

        browser.logIn("kato", ONE_TIME);
        browser.survey("/console/password", "password", List.of("Choose a password"), List.of("パスワードの設定"));

        browser.open("/console/log-in?language=en&theme=light");
        browser.logIn("sato", "wrong");
        assertThat(browser.find("[role=alert]").getText()).contains("User name or password is wrong");
        browser.check("log-in-wrong").picture("log-in-wrong");
    }

    @Test
    void theKeyboardAloneLeadsInAndOut() {
        browser.width(PageBrowser.DESKTOP).open("/console/log-in?language=en&next=/console/cases");
        browser.tabTo("#name").type("sato");
        browser.tabTo("#password").type(PASSWORD);
        browser.enter();
        assertThat(browser.find("nav.primary a[aria-current=page]").getText()).isEqualTo("Cases");

        browser.type(Keys.TAB);
        assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("Skip to content");
        browser.tabTo("details.menu:nth-of-type(2) summary").type(Keys.ENTER);
        browser.follow("form[action='/console/log-out'] button");
        assertThat(browser.find("h1").getText()).isEqualTo("Log in");
    }

    @Test
    void theKeyboardAloneLeadsInByTheProviderAndOutThere() {
        OidcProvider.start();
        OidcProvider.person("kenji", Map.of("groups", "mail-desk", "preferred_username", "kenji"));
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        try (PageBrowser named =
                new PageBrowser(OidcProvider.CONSOLE, String.valueOf(environment.getProperty("local.server.port")))) {
            named.width(PageBrowser.DESKTOP).open("/console/log-in?language=ja");
            assertThat(named.driver().switchTo().activeElement().getText()).isEqualTo("シングルサインオンでログイン");
            named.enter();
            named.type("kenji", Keys.TAB);
            named.type(OidcProvider.PASSWORD);
            named.enter();
            assertThat(named.find("nav.primary a[aria-current=page]").getText()).isEqualTo("現在の状況");

            named.tabTo("details.menu:nth-of-type(2) summary").type(Keys.ENTER);
            named.follow("form[action='/console/log-out'] button");
            await().until(() -> named.find("h1").getText().equals("ログイン"));
        }
    }

    @Test
    void theProvidersLogInLeadsInAndOutAndWhatFailedIsTold() {
        OidcProvider.start();
        OidcProvider.person("kenji", Map.of("groups", "mail-desk", "preferred_username", "kenji"));
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        try (PageBrowser named =
                new PageBrowser(OidcProvider.CONSOLE, String.valueOf(environment.getProperty("local.server.port")))) {
            named.survey(
                    "/console/log-in?oidc=role",
                    "log-in-no-role",
                    List.of("Log in by single sign-on", "you have no role", "Or as a local user"),
                    List.of("シングルサインオンでログイン", "権限がありません", "ローカルユーザー"));

            named.width(PageBrowser.DESKTOP).open("/console/log-in?language=ja&next=/console/cases");
            named.submit("a[href^='/console/log-in/oidc']");
            named.find("#username").sendKeys("kenji");
            named.find("#password").sendKeys(OidcProvider.PASSWORD, Keys.ENTER);
            assertThat(named.find("nav.primary a[aria-current=page]").getText()).isEqualTo("事案");
            assertThat(named.driver().getCurrentUrl()).isEqualTo(OidcProvider.CONSOLE + "/console/cases");
            named.check("log-in-oidc").picture("log-in-oidc");

            named.all("details.menu summary").get(1).click();
            named.find("form[action='/console/log-out'] button").click();
            assertThat(named.find("h1").getText()).isEqualTo("ログイン");
            assertThat(named.driver().getCurrentUrl()).isEqualTo(OidcProvider.CONSOLE + "/console/log-in");
            named.submit("a[href^='/console/log-in/oidc']");
            assertThat(named.find("#username").getText())
                    .as("logged out at the provider, too")
                    .isEmpty();
        }
    }
}
