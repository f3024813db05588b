package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.sekimori.endtoend.SekimoriProcess;

/** The console of a demo, by the address and the password that it prints: every page in both languages, on a desktop and on a telephone. */
@NeedsChromium
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleDemoIT {

    private static final Pattern PASSWORD =
            Pattern.compile("Console +(http://127\\.0\\.0\\.1:\\d+)/console/ .*user admin, one-time password (\\S+)");
    private static final String OWN = "a long password of mine";

    @TempDir
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static SekimoriProcess service;

    @SuppressWarnings("NullAway.Init")
    private static PageBrowser browser;

    @BeforeAll
    static void start() throws IOException {
        service = SekimoriProcess.start(data, Path.of("rules"), "--demo", "--demo-pace", "0");
        Path output = data.resolve("output.txt");
        await().until(() -> PASSWORD.matcher(Files.readString(output)).find());
        Matcher printed = PASSWORD.matcher(Files.readString(output));
        assertThat(printed.find()).isTrue();
        browser = new PageBrowser(printed.group(1)).width(PageBrowser.DESKTOP);
        browser.logIn("admin", printed.group(2));
        browser.find("#password").sendKeys(printed.group(2));
        browser.find("#new_password").sendKeys(OWN);
        browser.find("#again").sendKeys(OWN);
        browser.submit("main button[type=submit]");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            service.close();
        }
    }

    @Test
    @Order(1)
    void theFirstPageShowsTheDemosMailAsItIsDecided() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !browser.all("#decisions tr").isEmpty());
        // The page is not loaded again: what is decided from now on comes by itself, until the thief is stopped.
        await().atMost(Duration.ofMinutes(2))
                .until(() -> browser.find("#decisions").getText().contains("stolen-account"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> browser.find("#cases").getText().contains("ken@isp.example"));
        assertThat(browser.find("#pause").isDisplayed()).isTrue();
        browser.find("#pause").click();
        assertThat(browser.find("#pause").getText()).isEqualTo("Continue");
        assertThat(browser.all("#rate-chart canvas")).isNotEmpty();
        assertThat(browser.all("#map path.passed[data-country=JP]")).isNotEmpty();
    }

    /** Where the first such link of the open page leads. */
    private static String path(String selector) {
        return Objects.requireNonNull(browser.find(selector).getDomProperty("href"))
                .replaceFirst("^https?://[^/]+", "");
    }

    @Test
    @Order(2)
    void everyPageIsOpenToEverybody() {
        browser.survey(
                "/console/",
                "now",
                List.of("Who is leaking", "ken@isp.example", "Latest decisions"),
                List.of("漏えいが疑われるアカウント", "最新の判定"));
        browser.survey("/console/cases", "cases", List.of("Cases", "stolen-account"), List.of("事案", "絞り込む"));
        String one = path(".case-row a");
        browser.survey(
                one + "&mail=true", "case", List.of("Before the release", "History"), List.of("停止解除までの手順", "履歴"));
        String decision = path("a[href*='/console/decisions/']");
        browser.survey(decision, "decision", List.of("What rules found", "stolen-account"), List.of("ルールが見つけたこと"));
        browser.open("/console/search?q=ken@isp.example");
        String refused = path("tr:has(.badge.reject) a[href*='/console/decisions/']");
        browser.survey(
                refused + "?view=customer",
                "decision-customer",
                List.of("What the customer was told", "Link that can be sent to the customer"),
                List.of("お客様への案内文", "お客様に送れるリンク"));
        browser.survey(
                "/console/account?account=ken@isp.example",
                "account-demo",
                List.of("Today against its normal day", "stolen-account"),
                List.of("今日と普段の比較", "事案"));
        for (String view : List.of("table", "line", "top")) {
            browser.survey(
                    "/console/search?q=ken@isp.example&by=country&view=" + view,
                    "search-" + view,
                    List.of("There is no archive here"),
                    List.of("アーカイブがないため"));
        }
        browser.survey("/console/cases/0000-0000", "failure", List.of("There is nothing here"), List.of("ページが見つかりません"));
    }

    @Test
    @Order(3)
    void theQueueIsWorkedByKeyboardAndTheCaseIsTaken() {
        browser.width(PageBrowser.DESKTOP).open("/console/cases?language=en");
        browser.find("body").sendKeys("j");
        browser.find("body").sendKeys("x");
        assertThat(browser.find(".case-row input").isSelected()).isTrue();
        browser.find("#queue button[type=submit]").sendKeys(Keys.ENTER);
        await().until(() -> browser.find("main").getText().contains("Nothing was changed yet"));
        browser.check("cases-preview").picture("cases-preview");
        assertThat(browser.find("main").getText()).contains("Nothing was changed yet. Cases that will be changed: 1");
        WebElement button = browser.find("main button[type=submit]");
        button.sendKeys(Keys.ENTER);
        await().until(() -> browser.find("main").getText().contains("Changed: 1 of 1"));
        browser.check("cases-done").picture("cases-done");
    }

    @Test
    @Order(4)
    void rulesAreDrawnAndABacktestIsReadFromItsPage() {
        browser.survey(
                "/console/rules?view=graph",
                "rule-graph",
                List.of("Between rules", "strange-network"),
                List.of("ルール間"));
        browser.survey(
                "/console/rules/stolen-account/mode?to=shadow",
                "rule-mode",
                List.of("What would change", "Cases and holds that exist stay"),
                List.of("変更される内容", "そのまま残ります"));
        browser.width(PageBrowser.DESKTOP).open("/console/rules/stolen-account/mode?to=shadow&language=en");
        browser.submit("form[action='/console/backtests'] button");
        // The page loads itself again while it runs.
        await().atMost(Duration.ofMinutes(3))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> Boolean.TRUE.equals(
                        browser.driver().executeScript("return !document.querySelector('main progress')")));
        browser.survey(
                browser.path(),
                "backtest",
                List.of("stolen-account shadow", "messages no longer refused", "accounts no longer flagged", "By rule"),
                List.of("ルール集の比較", "疑いがなくなるアカウント"));
        browser.survey("/console/backtests", "backtests", List.of("The last ones", "done"), List.of("最近のバックテスト", "完了"));
    }

    @Test
    @Order(5)
    void theConsoleIsWalkedWithTabAndEnterAlone() {
        browser.width(PageBrowser.DESKTOP).open("/console/?language=en");
        browser.follow("nav.primary a[href='/console/cases']");
        browser.follow(".case-row .account a[href*='ken']");
        assertThat(browser.find("h2#act-title").isDisplayed()).isTrue();
        browser.tabTo("#reason").type("seen by keyboard");
        browser.follow("button[name=action][value=comment]");
        assertThat(browser.find("[role=status]").getText()).startsWith("Saved.");
        browser.follow("dd a[href^='/console/decisions/']");
        browser.follow("a[href*='view=customer']");
        assertThat(browser.find("main").getText()).contains("What the customer");

        browser.follow("nav.primary a[href='/console/search']");
        browser.tabTo("#q").type("hanako@isp.example");
        browser.enter();
        browser.follow("tbody a[href*='/console/account']");
        assertThat(browser.find("h1").getText()).contains("hanako@isp.example");
        browser.tabTo("details.action summary").type(Keys.ENTER);
        assertThat(browser.find("details.action[open]").isDisplayed()).isTrue();

        browser.follow("nav.primary a[href='/console/rules']");
        browser.follow("a[href='/console/rules?view=graph']");
        browser.follow("a[href='/console/rules/stolen-account']");
        browser.follow("nav.primary a[href='/console/']");
        browser.tabTo("#pause").type(Keys.ENTER);
        assertThat(browser.find("#pause").getText()).isEqualTo("Continue");
        browser.tabTo("details.menu summary").type(Keys.ENTER);
        browser.follow("a[hreflang=ja]");
        browser.tabTo("details.menu:nth-of-type(2) summary").type(Keys.ENTER);
        browser.follow("form[action='/console/log-out'] button");
        assertThat(browser.find("h1").getText()).isEqualTo("ログイン");
    }
}
