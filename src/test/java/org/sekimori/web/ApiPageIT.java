package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.sekimori.api.ApiTestBase;
import org.sekimori.api.keys.ApiKeyFile;

/** The API's page as a reader has it who wants to try a request. */
@NeedsChromium
class ApiPageIT extends ApiTestBase {

    private static final String OPERATION = "#operations-Grants-get_v1_account_grants";

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

    private void press(String selector) {
        WebElement button = browser.find(selector);
        browser.driver().executeScript("arguments[0].scrollIntoView({block: 'center'})", button);
        button.click();
    }

    private List<String> complaints() {
        return browser.driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(line -> !line.contains("the server responded with a status of"))
                .toList();
    }

    private String answer() {
        press(OPERATION + " .execute");
        String live = OPERATION + " .live-responses-table .response-col_status";
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        !browser.driver().findElements(By.cssSelector(live)).isEmpty());
        return browser.find(OPERATION + " .live-responses-table").getText();
    }

    @Test
    void aReaderTypesAKeyAndSendsARequest() throws IOException {
        browser.width(PageBrowser.DESKTOP).open("/docs");
        assertThat(browser.find(".swagger-ui .info .title").getText()).contains("Sekimori");
        assertThat(browser.find("#plain").isDisplayed()).isFalse();
        browser.picture("api");

        press(OPERATION + " .opblock-summary-control");
        press(OPERATION + " .try-out__btn");
        assertThat(answer()).contains("401");

        press(".btn.authorize");
        browser.find(".auth-container input")
                .sendKeys(Files.readString(settings.keys().resolve(ApiKeyFile.LOCAL_NAME))
                        .strip());
        press(".modal-btn.authorize");
        press(".btn-done");
        press(OPERATION + " .btn-clear");
        assertThat(answer()).contains("200", "\"account\": \"alice@isp.example\"");
        browser.picture("api-tried");
        assertThat(complaints()).as("what the browser complains of").isEmpty();

        browser.driver().navigate().refresh();
        assertThat(browser.find(".btn.authorize svg use, .btn.authorize.unlocked")
                        .getTagName())
                .isNotEmpty();
        assertThat(browser.driver().executeScript("return JSON.stringify(localStorage) + document.cookie"))
                .as("what is left of the key")
                .isEqualTo("{}");
    }

    @Test
    void withoutScriptsThePageIsPlainAndOpenToEverybody() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        browser.width(PageBrowser.PHONE).open("/docs");
        assertThat(browser.find("#plain h1").getText()).isEqualTo("Sekimori over HTTP");
        assertThat(browser.all("#plain section")).hasSizeGreaterThan(50);
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
}
