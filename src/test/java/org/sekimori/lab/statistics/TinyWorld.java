package org.sekimori.lab.statistics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;

/**
 * The simplest population that sends as the public sets do: lognormal rates, negative binomial days, working days, and people
 * who mostly write to whom they know. Half of it is personal, half business.
 *
 * @param seed another number, another population
 * @param manner how its people send
 */
record TinyWorld(WorldSettings setting, long seed, SendingBehaviour manner) implements SyntheticWorld {

    private static final ClientAddress ADDRESS = ClientAddress.of("203.0.113.7");
    private static final ClientLocation HOME = new ClientLocation(
            ADDRESS,
            null,
            new Origin.Country(WorldSettings.HOME, ADDRESS.network(), 64500, new Origin.Source("invented", null)));

    /** How people send. */
    enum SendingBehaviour {
        ORDINARY,
        /** Everybody sends thirty messages to strangers every day, at once and after midnight. */
        LIKE_THIEVES
    }

    static TinyWorld of(long seed, SendingBehaviour manner) {
        return new TinyWorld(new WorldSettings(400, LocalDate.of(2026, 4, 1), 150, 0), seed, manner);
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public List<String> honestClasses() {
        return List.of("personal", "business");
    }

    @Override
    public List<String> attackClasses() {
        return List.of();
    }

    @Override
    public AccountTimeline timeline(int number) {
        RandomStream draw = RandomStream.of(seed, "tiny", number);
        List<TimelineEvent> happenings = new ArrayList<>();
        double mean = draw.logNormal(0.4, 0.6);
        double ratio = 1 + 4 * Math.pow(draw.uniform(), 2);
        double active = Math.min(0.9, draw.logNormal(-2, 1));
        for (int day = 0; day < setting.days(); day++) {
            DayOfWeek weekday = setting.start().plusDays(day).getDayOfWeek();
            double weight = weekday.compareTo(DayOfWeek.FRIDAY) > 0 ? 0.1 : 1;
            if (manner == SendingBehaviour.LIKE_THIEVES) {
                blast(happenings, day, draw);
            } else if (draw.chance(active * weight)) {
                ordinary(happenings, day, 1 + draw.negativeBinomial(mean, ratio), draw);
            }
        }
        happenings.sort(Comparator.comparing(TimelineEvent::time));
        return new AccountTimeline(
                Account.of("u" + number + "@" + WorldSettings.DOMAIN),
                number % 2 == 0 ? "personal" : "business",
                null,
                happenings);
    }

    private void ordinary(List<TimelineEvent> happenings, int day, int messages, RandomStream draw) {
        for (int i = 0; i < messages; i++) {
            double hour = Math.max(0.1, Math.min(23.9, 13 + 3.5 * draw.gaussian()));
            int recipients = draw.chance(0.75) ? 1 : 1 + draw.poisson(draw.exponential(2.2));
            long[] named = new long[recipients];
            for (int j = 0; j < recipients; j++) {
                named[j] = draw.chance(0.06) ? draw.bits() : draw.below(25);
            }
            happenings.add(message(setting.startOfDay(day).plusSeconds((long) (3600 * hour)), named));
        }
    }

    private void blast(List<TimelineEvent> happenings, int day, RandomStream draw) {
        for (int i = 0; i < 30; i++) {
            happenings.add(message(setting.startOfDay(day).plusSeconds(3600 + i), new long[] {draw.bits()}));
        }
    }

    private static TimelineEvent message(Instant time, long[] recipients) {
        return new TimelineEvent.Message(
                time, false, HOME, SubmissionChannel.SUBMISSION, recipients, recipients.length, 3000, List.of());
    }
}
