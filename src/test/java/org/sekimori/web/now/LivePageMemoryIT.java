package org.sekimori.web.now;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sekimori.rig.LongRun;
import org.sekimori.stream.json.RecordedDecision;
import org.sekimori.web.ConsoleTestBase;
import org.sekimori.web.NeedsChromium;
import org.sekimori.web.PageBrowser;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * An open first page at 1,000 decisions a second takes little memory in the browser and in the server, however long it is open. The clock
 * of the service runs as fast as the browser takes events: usually five minutes of a page's life, in a long run an hour of it.
 */
@NeedsChromium
class LivePageMemoryIT extends ConsoleTestBase {

    private static final int A_SECOND = 1_000;
    private static final int ACCOUNTS = 20_000;
    private static final long MOST_MIB = 100;
    private static final int SECONDS = LongRun.size(150, 3_600);

    /** The page is as large as it gets after so many seconds. */
    private static final int WARM = 60;

    private static final int IN_USE = 1_200;

    @Autowired
    LivePublisher live;

    @Autowired
    TrafficWindow window;

    /**
     * What an open page takes, in MiB.
     *
     * @param script of its scripts
     * @param page of its process in the browser
     * @param server heap of the server, with all that the test has there
     */
    private record Reading(long script, long page, long server) {

        static Reading of(PageBrowser browser) {
            return new Reading(scriptHeap(browser), pageMemory(), serverHeap());
        }

        @Override
        public String toString() {
            return "scripts " + script + " MiB, process of the page " + page + " MiB, heap of the server " + server
                    + " MiB";
        }
    }

    private static long mib(double octets) {
        return Math.round(octets / (1024 * 1024));
    }

    private static long serverHeap() {
        System.gc();
        return mib(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static long scriptHeap(PageBrowser browser) {
        browser.driver().executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        Object metrics = browser.driver()
                .executeCdpCommand("Performance.getMetrics", Map.of())
                .get("metrics");
        for (Object one : (List<?>) Objects.requireNonNull(metrics)) {
            Map<?, ?> metric = (Map<?, ?>) one;
            if ("JSHeapUsedSize".equals(metric.get("name"))) {
                return mib(((Number) Objects.requireNonNull(metric.get("value"))).doubleValue());
            }
        }
        throw new AssertionError("no metric JSHeapUsedSize in " + metrics);
    }

    /** Memory that the largest process of a page has for itself, in MiB. */
    private static long pageMemory() {
        return ProcessHandle.current()
                .descendants()
                .mapToLong(LivePageMemoryIT::pageMemory)
                .max()
                .orElseThrow();
    }

    private static long pageMemory(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            if (!Files.readString(proc.resolve("cmdline")).contains("--type=renderer")) {
                return 0;
            }
            return Files.readAllLines(proc.resolve("smaps_rollup")).stream()
                            .filter(line -> line.startsWith("Private_"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        } catch (NoSuchFileException e) {
            // It has ended between the list and the look.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RecordedDecision decision(long number) {
        return LiveDecisions.of(
                clock.instant(),
                "c" + number % ACCOUNTS + "@isp.example",
                number % 50 == 0 ? "reject" : "accept",
                number % 7 == 0 ? "DE" : "JP");
    }

    @Test
    void anOpenPageStaysSmallAtAThousandDecisionsASecond() {
        try (PageBrowser browser =
                new PageBrowser("http://127.0.0.1:" + environment.getProperty("local.server.port"))) {
            browser.width(PageBrowser.DESKTOP).logIn("ito", PASSWORD);
            browser.driver().executeCdpCommand("Performance.enable", Map.of());
            await().until(() -> live.open() == 1);
            long number = 0;
            Reading start = new Reading(0, 0, 0);
            Reading middle = start;
            for (int second = 1; second <= SECONDS; second++) {
                clock.advance(Duration.ofSeconds(1));
                for (int i = 0; i < A_SECOND; i++) {
                    window.add(decision(number++));
                }
                live.turn();
                if (second % IN_USE == 0) {
                    // An idle session would end after half an hour, and the page with it.
                    browser.driver().executeScript("return fetch('/console/cases').then(reply => reply.status)");
                }
                if (second == WARM) {
                    start = Reading.of(browser);
                } else if (second == SECONDS / 2) {
                    middle = Reading.of(browser);
                }
            }
            // The newest that is shown arrives, so the page has taken all before.
            String newest = window.after(0, 1).get(0).account();
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                live.turn();
                return browser.find("#decisions").getText().contains(newest);
            });

            Reading end = Reading.of(browser);
            System.out.printf(
                    "%,d decisions in %d s of a page's life; at its start, middle and end: %s, %s, %s%n",
                    number, SECONDS, start, middle, end);
            assertThat(end.script()).as("memory of scripts, MiB").isLessThan(MOST_MIB);
            assertThat(end.page() - start.page())
                    .as("growth of the page's process, MiB")
                    .isLessThan(MOST_MIB);
            assertThat(end.server() - start.server())
                    .as("growth of the server's heap, MiB")
                    .isLessThan(MOST_MIB);
        }
    }
}
