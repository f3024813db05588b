package org.sekimori.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekimori.cases.Case.State;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.UtcTimeText;

/**
 * Urgency of an open case, as a sum of points with a reason for each: severity 10 to 40, mail that can still leave 30, much that
 * has left 10 or 20, a reopened case 20, a waiting customer 15, mail in quarantine 15, an hour without an assignee 10; a released case loses 30.
 *
 * @param level the level that the points reach
 * @param points higher is more urgent
 * @param because the reasons, weightiest first; English, for analysts
 */
public record CasePriority(Level level, int points, List<String> because) {

    private static final long MANY = 100;
    private static final long VERY_MANY = 1000;
    private static final Duration UNTAKEN = Duration.ofHours(1);

    /** Urgency levels, in rising order. */
    public enum Level {
        LOW(0),
        NORMAL(30),
        HIGH(55),
        URGENT(75);

        private final int from;

        Level(int from) {
            this.from = from;
        }

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Level of(int points) {
            Level level = LOW;
            for (Level one : values()) {
                level = points >= one.from ? one : level;
            }
            return level;
        }
    }

    public CasePriority {
        because = List.copyOf(because);
    }

    /**
     * Of a case at a moment.
     *
     * @param held whether submission is closed
     */
    public static CasePriority of(Case one, boolean held, Instant now) {
        Sum sum = new Sum();
        if (one.state() == State.CLOSED) {
            sum.add(0, "closed");
            return sum.priority();
        }
        boolean before = one.state().dangerous() || one.state() == State.PASSWORD_CHANGED;
        if (before && !held) {
            sum.add(30, "mail can still leave");
        }
        sum.add(
                10 * (one.severity().ordinal() + 1),
                "severity " + one.severity().word());
        if (one.messagesOut() >= MANY) {
            sum.add(
                    one.messagesOut() >= VERY_MANY ? 20 : 10,
                    CountPhrase.of(one.messagesOut(), "message") + " are out");
        }
        if (one.quarantined() > 0 && before) {
            sum.add(15, CountPhrase.of(one.quarantined(), "message waits", "messages wait") + " in quarantine");
        }
        if (one.reopened() > 0) {
            sum.add(20, one.reopened() == 1 ? "it came back" : "it came back " + one.reopened() + " times");
        }
        if (one.state() == State.PASSWORD_CHANGED) {
            sum.add(15, "the password is changed, the customer waits for the release");
        }
        Duration waiting = Duration.between(one.openedAt(), now);
        if (before && one.assignee() == null && waiting.compareTo(UNTAKEN) >= 0) {
            sum.add(10, "nobody has taken it for " + hours(waiting));
        }
        if (one.state() == State.RELEASED) {
            sum.add(
                    -30,
                    "released, watched until " + UtcTimeText.of(one.progress().watchUntil()));
        } else if (one.state() == State.WATCHED) {
            sum.add(-30, "only the verdict is missing");
        }
        return sum.priority();
    }

    private static String hours(Duration waiting) {
        long hours = waiting.toHours();
        return hours < 48 ? hours + " h" : waiting.toDays() + " days";
    }

    private static final class Sum {
        private int points;
        private final List<Reason> reasons = new ArrayList<>();

        private record Reason(int points, String text) {}

        void add(int more, String why) {
            points += more;
            reasons.add(new Reason(Math.abs(more), why));
        }

        CasePriority priority() {
            int sum = Math.max(0, points);
            List<String> because = reasons.stream()
                    .sorted((a, b) -> Integer.compare(b.points(), a.points()))
                    .map(Reason::text)
                    .toList();
            return new CasePriority(Level.of(sum), sum, because);
        }
    }
}
