package org.sekimori.lab.world;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.GrantCommand;
import org.sekimori.lab.world.TimelineEvent.Bounce;
import org.sekimori.lab.world.TimelineEvent.FailedLogin;
import org.sekimori.lab.world.TimelineEvent.Message;

/**
 * All accounts of a world merged by rising time, as a provider's servers would see them if nothing were refused. Lives are made
 * again for each stretch of time, so that memory stays bounded however large the world is.
 */
public final class MergedTimeline {

    /** Moments and named recipients held at a time, about 200 MB; a single day that has more is held as a whole. */
    private static final int AT_A_TIME = 600_000;

    /** The class of guesses that lead to nothing. */
    private static final String GUESSING = "guessing";

    private final SyntheticWorld world;

    public MergedTimeline(SyntheticWorld world) {
        this.world = world;
    }

    /**
     * Hands over everything from one time up to, but not including, another.
     *
     * @return how many moments there were
     */
    public long forEach(Instant from, Instant until, Consumer<LabelledLogEntry> receiver) {
        WorldSettings setting = world.setting();
        int[] perDay = perDay();
        long handed = 0;
        int day = 0;
        while (day < setting.days()) {
            int first = day;
            long together = 0;
            do {
                together += perDay[day++];
            } while (day < setting.days() && together + perDay[day] <= AT_A_TIME);
            Instant begin = later(from, setting.startOfDay(first));
            Instant end = earlier(until, setting.startOfDay(day));
            if (begin.isBefore(end)) {
                List<LabelledLogEntry> moments = moments(begin, end);
                moments.forEach(receiver);
                handed += moments.size();
            }
        }
        return handed;
    }

    private int[] perDay() {
        WorldSettings setting = world.setting();
        int[] counts = new int[setting.days()];
        long first = setting.startOfDay(0).getEpochSecond();
        for (int account = 0; account < setting.accounts(); account++) {
            for (TimelineEvent happening : world.timeline(account).happenings()) {
                // The zones of the worlds have days of 24 hours; an hour more or less would only shift a bound of
                // memory.
                int day = (int) ((happening.time().getEpochSecond() - first) / 86_400);
                counts[Math.min(day, counts.length - 1)] += weight(happening);
            }
        }
        return counts;
    }

    private static int weight(TimelineEvent happening) {
        return happening instanceof Message message ? 1 + message.bounces().size() + message.recipients().length : 1;
    }

    private List<LabelledLogEntry> moments(Instant from, Instant until) {
        List<LabelledLogEntry> moments = new ArrayList<>();
        for (int account = 0; account < world.setting().accounts(); account++) {
            moments(world.timeline(account), from, until, moments);
        }
        // Stable: events of one account at the same instant keep their order.
        moments.sort(Comparator.comparing(LabelledLogEntry::time));
        return moments;
    }

    private static void moments(AccountTimeline life, Instant from, Instant until, List<LabelledLogEntry> into) {
        Attack attack = life.attack();
        String attackClass = attack == null ? "" : attack.attackClass();
        int number = 0;
        int commands = 0;
        for (TimelineEvent happening : life.happenings()) {
            boolean within =
                    !happening.time().isBefore(from) && happening.time().isBefore(until);
            if (happening instanceof Message message) {
                String by = message.hostile() ? attackClass : "";
                if (within) {
                    into.add(mail(
                            life,
                            by,
                            message.time(),
                            SyntheticLogEntryFactory.attempt(life.account(), message, number)));
                }
                for (Bounce bounce : message.bounces()) {
                    Instant time = message.time().plusSeconds(bounce.afterSeconds());
                    if (!time.isBefore(from) && time.isBefore(until)) {
                        into.add(mail(
                                life,
                                by,
                                time,
                                SyntheticLogEntryFactory.bounce(
                                        life.account(), message, number, time, bounce.recipients())));
                    }
                }
                number++;
            } else if (happening instanceof FailedLogin failed) {
                if (within) {
                    String by = !failed.hostile() ? "" : near(failed, attack) ? attackClass : GUESSING;
                    into.add(mail(
                            life,
                            by,
                            failed.time(),
                            SyntheticLogEntryFactory.failedLogin(life.account(), failed, commands)));
                }
                commands++;
            } else {
                GrantCommand command = SyntheticLogEntryFactory.grant(life.account(), happening, commands++);
                if (within && command != null) {
                    into.add(new LabelledLogEntry(
                            happening.time(), new LogEntry.GrantRequest(command), life.honestClass(), ""));
                }
            }
        }
    }

    private static boolean near(FailedLogin failed, @Nullable Attack attack) {
        return attack != null
                && failed.time().isAfter(attack.from().minus(1, ChronoUnit.DAYS))
                && failed.time().isBefore(attack.until());
    }

    private static LabelledLogEntry mail(
            AccountTimeline life, String attackClass, Instant time, org.sekimori.mail.MailEvent event) {
        return new LabelledLogEntry(time, new LogEntry.Mail(event), life.honestClass(), attackClass);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
