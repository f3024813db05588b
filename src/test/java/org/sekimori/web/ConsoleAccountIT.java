package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** The pages of an account, the search, a network and the rules in a real browser. */
@NeedsChromium
class ConsoleAccountIT extends ConsoleTestBase {

    @SuppressWarnings("NullAway.Init")
    private PageBrowser browser;

    @BeforeEach
    void openBrowser() {
        browser = new PageBrowser("http://127.0.0.1:" + environment.getProperty("local.server.port"));
        browser.logIn("sato", PASSWORD);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void thePagesAreOpenToEverybody() {
        for (int i = 40; i > 0; i--) {
            send(clock.instant().minus(Duration.ofHours(11L * i)), i);
        }
        browser.survey(
                "/console/account?account=ken@isp.example",
                "account",
                List.of("Today against its normal day"),
                List.of("今日と普段の比較"));
        browser.survey("/console/search?q=ken@isp.example", "search", List.of("Saved searches"), List.of("保存した検索"));
        browser.survey(
                "/console/origin?kind=network&value=203.0.113.0/24",
                "network",
                List.of("Put on a list"),
                List.of("リストに登録"));
        browser.survey("/console/rules", "rules", List.of("overseas-without-grant"), List.of("適用中"));
        browser.survey("/console/rules/stolen-account", "rule", List.of("What it reads"), List.of("参照するもの"));
    }

    /** A submission from home. */
    private void send(Instant time, int number) {
        log.publish(MailEvent.builder("m-" + number, time, EventKind.ATTEMPT, Account.of("ken@isp.example"))
                .server("mx1.isp.example")
                .clientAddress("126.200.1.9")
                .sender("ken@isp.example")
                .recipients(List.of("AAAAAAAAAAAAAAAA@example.net"))
                .recipientCount(1)
                .size(2048)
                .origin(new Origin.Country(
                        "JP", "126.200.1.0/24", 0, new Origin.Source("test", LocalDate.of(2026, 1, 1))))
                .build());
    }

    @Test
    void theDeskClosesSubmissionByAButton() {
        browser.width(PageBrowser.PHONE).open("/console/account?account=ken@isp.example&language=en&theme=light");
        browser.find("details.action:nth-of-type(2) summary").click();
        browser.find("#hold-reason").sendKeys("list mail");
        browser.submit("form[action^='/console/account/hold'] button");
        assertThat(browser.find("[role=status]").getText()).isEqualTo("Submission is closed.");
        assertThat(browser.find("main").getText()).contains("placed by sato", "list mail");
    }
}
