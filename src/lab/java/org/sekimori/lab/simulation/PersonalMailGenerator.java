package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.SubmissionChannel;

/** Generates people's mail: uneven days, hours of the day, messages in quick succession. */
final class PersonalMailGenerator {

    private static final int SECONDS_OF_AN_HOUR = 3600;
    private static final int HOURS = 24;

    private final long seed;
    private final WorldSettings setting;
    private final MessageFactory post;
    private final double weekendPersonal;
    private final double weekendBusiness;
    private final double followUp;
    private final double followUpMinutes;
    private final double busyDay;
    private final double busyFactor;
    private final double pausesPerDay;
    private final double pauseDays;
    private final double writesLess;
    private final double travelWebmail;
    private final double someWebmail;
    private final double abroadWebmail;
    private final double bounceA;
    private final double bounceB;
    private final double newBounces;
    private final CategoricalDistribution personalHours;
    private final CategoricalDistribution businessHours;

    PersonalMailGenerator(long seed, WorldSettings setting, SimulatorParameters numbers, MessageFactory post) {
        this.seed = seed;
        this.setting = setting;
        this.post = post;
        this.weekendPersonal = numbers.number("sending.weekend_personal");
        this.weekendBusiness = numbers.number("sending.weekend_business");
        this.followUp = numbers.number("sending.follow_up");
        this.followUpMinutes = numbers.number("sending.follow_up_minutes");
        this.busyDay = numbers.number("sending.busy_day");
        this.busyFactor = numbers.number("sending.busy_day_factor");
        this.pausesPerDay = numbers.number("sending.pauses_per_month") / 30;
        this.pauseDays = numbers.number("sending.pause_days");
        this.writesLess = numbers.number("travel.writes_less");
        this.travelWebmail = numbers.number("travel.webmail");
        this.someWebmail = numbers.number("networks.some_webmail");
        this.abroadWebmail = numbers.number("abroad.webmail");
        this.bounceA = numbers.number("recipients.bounce_a");
        this.bounceB = numbers.number("recipients.bounce_b");
        this.newBounces = numbers.number("recipients.new_bounces");
        this.personalHours = numbers.weights("hours.personal");
        this.businessHours = numbers.weights("hours.business");
    }

    /** The share of an account's recipients that cannot be reached. */
    double bounceShare(SimulatedOwner owner) {
        return RandomStream.of(seed, "bounces", owner.number()).beta(bounceA, bounceB);
    }

    /** Days on which the owner does not write at all, outside of trips: true for each such day. */
    boolean[] pauses(SimulatedOwner owner) {
        boolean[] silent = new boolean[setting.days()];
        RandomStream draw = RandomStream.of(seed, "pauses", owner.number());
        // Some pauses began before the first day.
        for (int day = -(int) pauseDays; day < silent.length; day++) {
            if (draw.chance(pausesPerDay)) {
                int until = day + 30 + (int) draw.exponential(Math.max(1, pauseDays - 30));
                for (int i = Math.max(0, day); i < Math.min(until, silent.length); i++) {
                    silent[i] = true;
                }
                day = until;
            }
        }
        return silent;
    }

    /**
     * The messages of one day.
     *
     * @param catchingUp how many times as much the owner has to write; the owner certainly writes if that is more than 1
     */
    void day(
            SimulatedOwner owner,
            int day,
            double catchingUp,
            @Nullable SimulatedTrip trip,
            SimulatedOwnerLocation whereabouts,
            RecipientModel correspondents,
            double bounceShare,
            List<TimelineEvent> into) {
        RandomStream draw = RandomStream.of(seed, "day", owner.number(), day);
        LocalDate date = setting.start().plusDays(day);
        double active = owner.active();
        if (JapaneseCalendar.free(date)) {
            active *= owner.kind().office() ? weekendBusiness : weekendPersonal;
        }
        if (!draw.chance(trip == null ? active : active * writesLess) && catchingUp <= 1) {
            return;
        }
        double mean = catchingUp * (draw.chance(busyDay) ? owner.mean() * busyFactor : owner.mean());
        int messages = 1 + draw.negativeBinomial(mean - 1, owner.spread());
        long second = secondOfDay(owner, draw);
        Instant dawn = setting.startOfDay(day);
        ClientLocation place = null;
        String helo = null;
        for (int i = 0; i < messages; i++) {
            boolean sameSitting = i > 0 && draw.chance(followUp);
            if (sameSitting) {
                second += 20 + (long) draw.exponential(followUpMinutes * 60);
            } else if (i > 0) {
                second = secondOfDay(owner, draw);
            }
            if (place == null || !sameSitting) {
                whereabouts.newSitting();
                place = whereabouts.place(day, trip, draw);
                helo = whereabouts.helo(draw);
            }
            Instant time = dawn.plus(Duration.ofSeconds(Math.min(second, HOURS * 3600L - 1)));
            into.add(message(owner, time, trip != null, place, helo, correspondents, bounceShare, draw));
        }
    }

    private Message message(
            SimulatedOwner owner,
            Instant time,
            boolean travelling,
            ClientLocation place,
            @Nullable String helo,
            RecipientModel correspondents,
            double bounceShare,
            RandomStream draw) {
        double byWebmail = owner.kind() == SimulatedCustomerClass.ABROAD
                ? abroadWebmail
                : travelling ? travelWebmail : someWebmail;
        boolean webmail = owner.kind() == SimulatedCustomerClass.WEBMAIL || draw.chance(byWebmail);
        int count = correspondents.count(draw);
        long[] recipients = correspondents.recipients(count, draw);
        double failing = bounceShare * (1 + correspondents.newShare() * (newBounces - 1));
        return post.honest(
                time,
                webmail ? SyntheticGeography.webmail(draw) : place,
                webmail ? SubmissionChannel.WEBMAIL : SubmissionChannel.SUBMISSION,
                recipients,
                count,
                Math.min(1, failing),
                webmail ? null : helo,
                draw);
    }

    /** A second of the day in the owner's hours. */
    long secondOfDay(SimulatedOwner owner, RandomStream draw) {
        int hour = (owner.kind().office() ? businessHours : personalHours).draw(draw);
        if (owner.night()) {
            hour = (hour + HOURS / 2) % HOURS;
        }
        return (long) hour * SECONDS_OF_AN_HOUR + draw.below(SECONDS_OF_AN_HOUR);
    }
}
