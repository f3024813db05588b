package org.sekimori.api.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.follow.delivery.FollowerStatus;
import org.sekimori.follow.delivery.LogFollowers;
import org.sekimori.follow.source.LineCounts;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * How the followers of logs are: what each does and since when, its lag, and what became of the lines. {@code DEGRADED}, answered with
 * 200, if one cannot follow, is more than five minutes behind, or does not understand more than a tenth of its last lines,
 * or leaves lines unread.
 */
@Component("followers")
public class FollowerHealth implements HealthIndicator {

    private final LogFollowers followers;

    FollowerHealth(LogFollowers followers) {
        this.followers = followers;
    }

    @Override
    public Health health() {
        boolean good = true;
        Map<String, Object> all = new LinkedHashMap<>();
        for (FollowerStatus one : followers.status()) {
            good &= one.good();
            all.put(one.name(), details(one));
        }
        return (good ? Health.up() : Health.status("DEGRADED")).withDetails(all).build();
    }

    private static Map<String, Object> details(FollowerStatus one) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("source", one.source());
        details.put("state", one.state().words() + " since " + one.since());
        if (!one.problem().isEmpty()) {
            details.put("problem", one.problem());
        }
        details.put("lag", lag(one));
        LineCounts counts = one.counts();
        details.put("understood", counts.understood());
        details.put("ignored", counts.ignored());
        details.put("notUnderstood", counts.notUnderstood());
        details.put("foreign", counts.foreign());
        details.put("openMessages", one.open());
        if (one.unreadLines() > 0) {
            details.put("unread", one.unreadLines() + " lines of more hosts than one log may have (docs/logs.md)");
        }
        if (!one.samples().isEmpty()) {
            details.put("sample", one.samples().get(one.samples().size() - 1));
        }
        if (one.strange()) {
            details.put("format", "more than a tenth of the last lines was not understood (docs/logs.md)");
        }
        if (one.lastGap() != null) {
            details.put("gap", "lines may be missing: what held them was gone at " + one.lastGap());
        }
        return details;
    }

    private static String lag(FollowerStatus one) {
        Duration time = Duration.ofSeconds(one.lagSeconds());
        String amount = one.lag().amount() < 0
                ? "unknown"
                : one.lag().amount() + " " + one.lag().unit();
        return amount + (time.isZero() ? "" : ", " + time.toSeconds() + " s");
    }
}
