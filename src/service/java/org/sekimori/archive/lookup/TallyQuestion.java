package org.sekimori.archive.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is counted.
 *
 * @param criteria of the decisions; both times are set
 * @param asNumber autonomous system of the client's address; null for all
 * @param senderDomain domain of the envelope sender, in lower case; null for all
 * @param by the field whose most frequent values are wanted
 * @param most how many of them, 1 to {@value #MOST}
 */
public record TallyQuestion(
        DecisionCriteria criteria,
        @Nullable Long asNumber,
        @Nullable String senderDomain,
        TallyField by,
        int most) {

    static final int MOST = 100;

    private static final int SLOTS = 60;

    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(3));

    public TallyQuestion {
        if (criteria.from() == null || criteria.until() == null || most < 1 || most > MOST) {
            throw new IllegalArgumentException("a tally needs both times, and 1 to " + MOST + " values");
        }
    }

    Instant from() {
        return Objects.requireNonNull(criteria.from());
    }

    Instant until() {
        return Objects.requireNonNull(criteria.until());
    }

    /** The step of the time line, so that there are at most some sixty. */
    Duration step() {
        Duration whole = Duration.between(from(), until());
        return STEPS.stream()
                .filter(step -> whole.dividedBy(step) <= SLOTS)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
    }

    /** The period of the same length before this one. */
    DecisionCriteria before() {
        return criteria.between(from().minus(Duration.between(from(), until())), from());
    }
}
