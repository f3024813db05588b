package org.sekimori.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.sekimori.rig.LongRun;

/**
 * A page of a headless Chromium, checked with axe and, in the long run, saved as pictures under {@code target/screenshots}. A process that
 * runs tests keeps a browser for the next test, which finds it without cookies and with an empty page.
 */
public final class PageBrowser implements AutoCloseable {

    /** Widths of a desktop and of a telephone, in CSS pixels. */
    public static final int DESKTOP = 1280;

    static final int PHONE = 390;

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String AXE = axe();

    private static final int MOST_TABS = 300;

    /** Within the window, not covered, and with an outline or a border of its own. */
    private static final String FOCUS_IS_SEEN = """
            const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
            return one.matches(':focus-visible') && box.width > 0 && box.bottom > 0 && box.top < innerHeight
                && style.visibility === 'visible'
                && (style.outlineStyle !== 'none' || style.boxShadow !== 'none');
            """;

    /** Browsers that no test uses at the moment, by the option that says where names lead. */
    private static final Map<String, ChromeDriver> IDLE = new HashMap<>();

    private final ChromeDriver driver;
    private final String base;
    private final String rules;

    static boolean available() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(PageBrowser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param base such as {@code http://127.0.0.1:8080} */
    public PageBrowser(String base) {
        this(base, "");
    }

    /**
     * One that comes by a name which leads elsewhere.
     *
     * @param port where the name of {@code base} leads to on this machine; empty: as usual
     */
    PageBrowser(String base, String port) {
        this.base = base;
        this.rules = port.isEmpty()
                ? ""
                : "--host-resolver-rules=MAP " + base.replaceFirst("^http://", "") + ":80 127.0.0.1:" + port;
        ChromeDriver idle;
        synchronized (IDLE) {
            idle = IDLE.remove(rules);
        }
        driver = idle == null ? started(rules) : idle;
    }

    /** @param rules an option of Chromium; empty: none */
    private static ChromeDriver started(String rules) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--force-color-profile=srgb");
        if (!rules.isEmpty()) {
            options.addArguments(rules);
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit, "chromium-quit"));
        driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(10));
        // A page is looked through for barriers in a second; on a busy machine it may take half a minute.
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(3));
        return driver;
    }

    public ChromeDriver driver() {
        return driver;
    }

    public PageBrowser width(int pixels) {
        driver.manage().window().setSize(new Dimension(pixels, pixels < DESKTOP ? 844 : 900));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        pixels,
                        "height",
                        pixels < DESKTOP ? 844 : 900,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        pixels < DESKTOP));
        return this;
    }

    public PageBrowser open(String path) {
        driver.get(base + path);
        return this;
    }

    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Path and query of the open page. */
    String path() {
        return Objects.requireNonNull(driver.getCurrentUrl()).substring(base.length());
    }

    /** Logs in to the console by the form. */
    public PageBrowser logIn(String name, String password) {
        open("/console/log-in");
        find("#name").clear();
        find("#name").sendKeys(name);
        find("#password").sendKeys(password);
        submit("main button[type=submit]");
        return this;
    }

    /** Presses a button that leads to another page, and waits until that is there. */
    PageBrowser submit(String selector) {
        WebElement button = find(selector);
        button.click();
        await().until(() -> gone(button));
        return this;
    }

    /** Types into whatever has the focus, by the keyboard: a live page may replace that element at any moment. */
    PageBrowser type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    /** Goes on with Tab alone until something has the focus, where it can be seen. */
    PageBrowser tabTo(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            type(Keys.TAB);
            if (Boolean.TRUE.equals(
                    driver.executeScript("return document.activeElement.matches(arguments[0])", selector))) {
                assertThat(driver.executeScript(FOCUS_IS_SEEN))
                        .as("the focus on %s of %s is seen", selector, driver.getCurrentUrl())
                        .isEqualTo(true);
                return this;
            }
        }
        throw new AssertionError("no Tab leads to " + selector + " of " + driver.getCurrentUrl());
    }

    /** The same, then Enter, which leads to another page. */
    PageBrowser follow(String selector) {
        tabTo(selector);
        return enter();
    }

    /** Presses Enter, and waits until another page is there. */
    PageBrowser enter() {
        WebElement page = find("html");
        type(Keys.ENTER);
        await().until(() -> gone(page) && "complete".equals(driver.executeScript("return document.readyState")));
        return this;
    }

    private static boolean gone(WebElement element) {
        try {
            element.isEnabled();
            return false;
        } catch (StaleElementReferenceException e) {
            return true;
        }
    }

    /** No barrier that axe knows of (WCAG 2.2 AA), nothing wider than the page, and nothing that the policy of contents refused. */
    PageBrowser check(String name) {
        driver.executeScript(AXE);
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
                  .then(r => done(r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("; "))),
                        e => done([String(e)]));
                """);
        assertThat((List<?>) Objects.requireNonNull(found))
                .as("barriers on " + name)
                .isEmpty();
        assertThat(driver.executeScript("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits the width", name)
                .isEqualTo(true);
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .map(LogEntry::getMessage)
                        // A page that is refused on purpose.
                        .filter(line -> !line.contains("the server responded with a status of")))
                .as("what the browser complains of on " + name)
                .isEmpty();
        return this;
    }

    /** Saves the whole page in the long run: nothing is asserted of a picture, and it takes as long as the look for barriers. */
    PageBrowser picture(String name) {
        if (!LongRun.is()) {
            return this;
        }
        try {
            Files.createDirectories(PICTURES);
            long height = ((Number) Objects.requireNonNull(
                            driver.executeScript("return Math.max(document.documentElement.scrollHeight, 600)")))
                    .longValue();
            long width =
                    ((Number) Objects.requireNonNull(driver.executeScript("return window.innerWidth"))).longValue();
            Object data = driver.executeCdpCommand(
                            "Page.captureScreenshot",
                            Map.of(
                                    "format",
                                    "png",
                                    "captureBeyondViewport",
                                    true,
                                    "clip",
                                    Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)))
                    .get("data");
            Files.write(PICTURES.resolve(name + ".png"), OutputType.BYTES.convertFromBase64Png(String.valueOf(data)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page as somebody has it open. */
    private record View(String language, int width, String theme) {}

    /** Each language, each width and each theme once; the long run has each language at each width. */
    private static final List<View> VIEWS = LongRun.is()
            ? List.of(
                    new View("en", DESKTOP, "light"),
                    new View("en", PHONE, "dark"),
                    new View("ja", DESKTOP, "light"),
                    new View("ja", PHONE, "dark"))
            : List.of(new View("en", DESKTOP, "light"), new View("ja", PHONE, "dark"));

    /** Opens, checks and saves a page in both languages, at both widths, light and dark. */
    void survey(String path, String name, List<String> expected, List<String> japanese) {
        String question = path.contains("?") ? "&" : "?";
        for (View view : VIEWS) {
            String picture = name + "-" + view.language() + "-" + view.width() + "-" + view.theme();
            width(view.width()).open(path + question + "language=" + view.language() + "&theme=" + view.theme());
            assertThat(find("main").getText())
                    .as(picture)
                    .contains(view.language().equals("en") ? expected : japanese)
                    .doesNotContain("??");
            check(picture).picture(picture);
        }
    }

    /** Has it used again, by somebody who is nobody yet; one that does not answer any more is given up. */
    @Override
    public void close() {
        try {
            driver.get("about:blank");
            driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
            driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
            driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
            driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", base, "storageTypes", "all"));
            driver.manage().logs().get(LogType.BROWSER);
        } catch (WebDriverException e) {
            driver.quit();
            return;
        }
        synchronized (IDLE) {
            if (IDLE.putIfAbsent(rules, driver) == null) {
                return;
            }
        }
        driver.quit();
    }
}
