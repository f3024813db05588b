package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ThrottledLoggerTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("test.throttled");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final ThrottledLogger log = new ThrottledLogger(logger, nanos::get);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aThousandWarningsAreOneLineAndTheNextSaysHowManyThereWere() {
        for (int i = 0; i < 1_000; i++) {
            log.warn("not written", new IllegalStateException("away"));
        }
        assertThat(said()).containsExactly("not written: java.lang.IllegalStateException: away");

        nanos.addAndGet(ThrottledLogger.BETWEEN.toNanos());
        log.warn("not written", new IllegalStateException("away"));

        assertThat(said()).hasSize(2);
        assertThat(said().get(1)).contains("999 before it");
    }

    @Test
    void aWarningWithoutACauseIsBoundedToo() {
        log.warn("refused");
        log.warn("refused");
        nanos.addAndGet(ThrottledLogger.BETWEEN.toNanos());
        log.warn("refused");

        assertThat(said()).containsExactly("refused", "refused (and 1 before it that were not logged)");
    }
}
