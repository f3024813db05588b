package org.sekimori.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Logs a harmless warning of the Kafka producer at debug: a transaction began while the broker was still ending the previous one
 * ({@code CONCURRENT_TRANSACTIONS}), and the producer retries after some milliseconds (KIP-890). That is part of every start and
 * of a busy hour. From {@value #OFTEN} retries on it is logged as a warning.
 */
public final class KafkaRetryLogFilter extends TurboFilter {

    static final String SENDER = "org.apache.kafka.clients.producer.internals.Sender";

    private static final int OFTEN = 50;

    private static final Pattern RETRYING =
            Pattern.compile("retrying \\((\\d{1,10}) attempts left\\)\\. Error: CONCURRENT_TRANSACTIONS");

    /** After logging is set up: that forgets earlier filters. */
    public static void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            KafkaRetryLogFilter filter = new KafkaRetryLogFilter();
            filter.setContext(context);
            filter.start();
            context.addTurboFilter(filter);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] values,
            @Nullable Throwable failure) {
        if (level != Level.WARN || format == null || !logger.getName().equals(SENDER)) {
            return FilterReply.NEUTRAL;
        }
        Matcher retrying = RETRYING.matcher(format);
        if (!retrying.find() || Long.parseLong(retrying.group(1)) < Integer.MAX_VALUE - OFTEN) {
            return FilterReply.NEUTRAL;
        }
        logger.debug(format);
        return FilterReply.DENY;
    }
}
