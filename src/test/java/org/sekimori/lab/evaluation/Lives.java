package org.sekimori.lab.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Bounce;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Setting;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;

/** Lives written by hand: ten days, of which the last five are scored. */
final class Lives {

    static final Geography GEOGRAPHY = Geography.starter();
    static final Setting SETTING = new Setting(1, LocalDate.of(2026, 6, 1), 10, 5);

    private final List<Happening> happenings = new ArrayList<>();
    private String domain = Setting.DOMAIN;
    private @Nullable Instant attacked;
    private @Nullable Instant attackedLast;
    private long stranger;

    /** The first address of this kind in a country. */
    static Place in(String country, int number) {
        return GEOGRAPHY.providers(country).get(0).anywhere(Draw.of(number, country));
    }

    /** A time of the day, by the clock of the provider. */
    static Instant at(int day, int hour, int minute) {
        return SETTING.dawn(day).plus(Duration.ofMinutes(hour * 60L + minute));
    }

    Lives registered() {
        domain = Setting.BULK_DOMAIN;
        return this;
    }

    Lives mail(Instant time, Place place, int recipients, Bounce... bounces) {
        return message(time, false, place, Channel.SUBMISSION, recipients, bounces);
    }

    Lives webmail(Instant time, Place place) {
        return message(time, false, place, Channel.WEBMAIL, 1);
    }

    Lives theft(Instant time, Place place, int recipients, Bounce... bounces) {
        if (attacked == null) {
            attacked = time;
        }
        attackedLast = time;
        return message(time, true, place, Channel.SUBMISSION, recipients, bounces);
    }

    Lives grant(Instant time, String country) {
        happenings.add(new Happening.GrantOpened(time, time, new TreeSet<>(List.of(country))));
        return this;
    }

    private Lives message(
            Instant time, boolean hostile, Place place, Channel channel, int recipients, Bounce... bounces) {
        long[] named = new long[Math.min(recipients, Message.MOST_NAMED)];
        for (int i = 0; i < named.length; i++) {
            named[i] = stranger++;
        }
        happenings.add(new Message(time, hostile, place, channel, named, recipients, 2000, List.of(bounces)));
        return this;
    }

    Life life() {
        List<Happening> sorted = new ArrayList<>(happenings);
        sorted.sort(Comparator.comparing(Happening::time));
        Attack attack = attacked == null || attackedLast == null ? null : new Attack("burst", attacked, attackedLast);
        return new Life(Account.of("a@" + domain), "personal", attack, sorted);
    }

    /** What a detector says about each message, in order. */
    static List<Reaction> reactions(Life life, Detector detector) {
        List<Reaction> reactions = new ArrayList<>();
        new Playback().play(life, detector, (message, reaction) -> reactions.add(reaction));
        return reactions;
    }
}
