package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

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
        browser.width(PageBrowser.DESKTOP).open("/console/log-in?language=en");
        WebElement name = browser.driver().switchTo().activeElement();
        assertThat(name.getDomAttribute("id")).isEqualTo("name");
        name.sendKeys("sato", Keys.TAB);
        browser.driver().switchTo().activeElement().sendKeys(PASSWORD, Keys.ENTER);
        assertThat(browser.find("nav.primary a[aria-current=page]").getText()).isEqualTo("Now");

        browser.find("body").sendKeys(Keys.TAB);
        assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("Skip to content");
        WebElement menu = browser.all("details.menu summary").get(1);
        menu.sendKeys(Keys.ENTER);
        browser.find("form[action='/console/log-out'] button").sendKeys(Keys.ENTER);
        assertThat(browser.find("h1").getText()).isEqualTo("Log in");
    }
}
