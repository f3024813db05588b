package org.sekimori.lab.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.detectors.Detector;
import org.sekimori.lab.evaluation.detectors.DetectorResult;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Bounce;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.SubmissionChannel;

/** Lives written by hand: ten days, of which the last five are scored. */
public final class TimelineFixture {

    static final SyntheticGeography GEOGRAPHY = SyntheticGeography.starter();
    static final WorldSettings SETTING = new WorldSettings(1, LocalDate.of(2026, 6, 1), 10, 5);

    private final List<TimelineEvent> happenings = new ArrayList<>();
    private String domain = WorldSettings.DOMAIN;
    private @Nullable Instant attacked;
    private @Nullable Instant attackedLast;
    private long stranger;

    /** The first address of this kind in a country. */
    public static ClientLocation in(String country, int number) {
        return GEOGRAPHY.providers(country).get(0).anywhere(RandomStream.of(number, country));
    }

    /** A time of the day, by the clock of the provider. */
    public static Instant at(int day, int hour, int minute) {
        return SETTING.startOfDay(day).plus(Duration.ofMinutes(hour * 60L + minute));
    }

    public TimelineFixture registered() {
        domain = WorldSettings.BULK_DOMAIN;
        return this;
    }

    public TimelineFixture mail(Instant time, ClientLocation place, int recipients, Bounce... bounces) {
        return message(time, false, place, SubmissionChannel.SUBMISSION, recipients, bounces);
    }

    public TimelineFixture webmail(Instant time, ClientLocation place) {
        return message(time, false, place, SubmissionChannel.WEBMAIL, 1);
    }

    TimelineFixture theft(Instant time, ClientLocation place, int recipients, Bounce... bounces) {
        if (attacked == null) {
            attacked = time;
        }
        attackedLast = time;
        return message(time, true, place, SubmissionChannel.SUBMISSION, recipients, bounces);
    }

    public TimelineFixture grant(Instant time, String country) {
        happenings.add(new TimelineEvent.GrantOpened(time, time, new TreeSet<>(List.of(country))));
        return this;
    }

    private TimelineFixture message(
            Instant time,
            boolean hostile,
            ClientLocation place,
            SubmissionChannel channel,
            int recipients,
            Bounce... bounces) {
        long[] named = new long[Math.min(recipients, Message.MOST_NAMED)];
        for (int i = 0; i < named.length; i++) {
            named[i] = stranger++;
        }
        happenings.add(new Message(time, hostile, place, channel, named, recipients, 2000, List.of(bounces)));
        return this;
    }

    public AccountTimeline life() {
        List<TimelineEvent> sorted = new ArrayList<>(happenings);
        sorted.sort(Comparator.comparing(TimelineEvent::time));
        Attack attack = attacked == null || attackedLast == null ? null : new Attack("burst", attacked, attackedLast);
        return new AccountTimeline(Account.of("a@" + domain), "personal", attack, sorted);
    }

    /** What a detector says about each message, in order. */
    public static List<DetectorResult> reactions(AccountTimeline life, Detector detector) {
        List<DetectorResult> reactions = new ArrayList<>();
        new TimelinePlayer().play(life, detector, (message, reaction) -> reactions.add(reaction));
        return reactions;
    }
}
