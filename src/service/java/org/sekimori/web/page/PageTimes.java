package org.sekimori.web.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Times on pages of the console: in the zone of the default domain, which is named on every page. Templates call it {@code times}. */
@Component
public final class PageTimes {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final RulebookAdmin rulebooks;
    private final Clock clock;
    private final MessageSource messages;

    PageTimes(RulebookAdmin rulebooks, Clock clock, MessageSource messages) {
        this.rulebooks = rulebooks;
        this.clock = clock;
        this.messages = messages;
    }

    /** The zone of all times. */
    public ZoneId zone() {
        return rulebooks.state().rulebook().policies().defaults().zone();
    }

    /** Its name in the reader's language, such as {@code Japan Time}. */
    public String zoneName() {
        return zone().getDisplayName(TextStyle.FULL, LocaleContextHolder.getLocale());
    }

    /** Day and minute. */
    public String minute(Instant time) {
        return MINUTE.format(time.atZone(zone()));
    }

    /** Day and second. */
    public String full(Instant time) {
        return DAY.format(time.atZone(zone()));
    }

    /** The same of a time in RFC 3339. */
    public String full(String time) {
        return full(Instant.parse(time));
    }

    public String minute(String time) {
        return minute(Instant.parse(time));
    }

    /** Second of the day. */
    public String second(Instant time) {
        return SECOND.format(time.atZone(zone()));
    }

    /** How long ago something was, such as {@code 5 min}; in the reader's language. */
    public String age(Instant time) {
        return span(Duration.between(time, clock.instant()));
    }

    public String age(String time) {
        return age(Instant.parse(time));
    }

    private String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return text("time.seconds", seconds);
        }
        if (seconds < 3_600) {
            return text("time.minutes", seconds / 60);
        }
        if (seconds < 48 * 3_600) {
            return text("time.hours", seconds / 3_600);
        }
        return text("time.days", seconds / 86_400);
    }

    private String text(String key, long number) {
        return messages.getMessage(key, new Object[] {number}, LocaleContextHolder.getLocale());
    }
}
