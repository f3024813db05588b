package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaRetryLogFilterTest {

    private static final String PREFIX = "[Producer clientId=step-1, transactionalId=sekimori.step-1] ";

    private final ListAppender<ILoggingEvent> shown = new ListAppender<>();
    private Logger sender;

    @BeforeEach
    void logging() {
        LoggerContext context = new LoggerContext();
        KafkaRetryLogFilter filter = new KafkaRetryLogFilter();
        filter.setContext(context);
        filter.start();
        context.addTurboFilter(filter);
        shown.start();
        sender = context.getLogger(KafkaRetryLogFilter.SENDER);
        sender.addAppender(shown);
    }

    private static String retrying(long left, String error) {
        return PREFIX
                + "Got error produce response with correlation id 19 on topic-partition sekimori.audit-1, retrying ("
                + left + " attempts left). Error: " + error;
    }

    @Test
    void aTransactionThatWaitsForTheOneBeforeItIsNoWarning() {
        sender.setLevel(Level.WARN);
        sender.warn(retrying(2_147_483_646L, "CONCURRENT_TRANSACTIONS"));
        assertThat(shown.list).isEmpty();
    }

    @Test
    void atDebugItIsThere() {
        sender.setLevel(Level.DEBUG);
        sender.warn(retrying(2_147_483_646L, "CONCURRENT_TRANSACTIONS"));
        assertThat(shown.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(event.getFormattedMessage()).contains("CONCURRENT_TRANSACTIONS");
        });
    }

    @Test
    void oneThatIsNeverThroughIsAWarning() {
        sender.warn(retrying(2_147_483_500L, "CONCURRENT_TRANSACTIONS"));
        assertThat(shown.list).hasSize(1);
    }

    @Test
    void otherErrorsAndOtherLoggersStayWarnings() {
        sender.warn(retrying(2_147_483_646L, "NOT_LEADER_OR_FOLLOWER"));
        sender.getLoggerContext().getLogger("org.sekimori.other").addAppender(shown);
        sender.getLoggerContext()
                .getLogger("org.sekimori.other")
                .warn(retrying(2_147_483_646L, "CONCURRENT_TRANSACTIONS"));
        assertThat(shown.list).hasSize(2);
    }
}
