package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.SubmissionChannel;

/** Generates mail that is not written by hand: newsletters in batches, clubs to all members, devices. */
final class BulkMailGenerator {

    private static final int HOUR = 3600;

    private final long seed;
    private final WorldSettings setting;
    private final MessageFactory post;
    private final double newsletterLow;
    private final double newsletterHigh;
    private final double newsletterDays;
    private final int chunk;
    private final int chunkSeconds;
    private final double oldList;
    private final double oldListBounces;
    private final int listLow;
    private final int listHigh;
    private final double listPerDay;
    private final int schoolLow;
    private final int schoolHigh;
    private final double schoolPerDay;
    private final double schoolDeadLow;
    private final double schoolDeadHigh;
    private final double deviceLow;
    private final double deviceHigh;
    private final double storm;
    private final int stormLow;
    private final int stormHigh;
    private final double stormSeconds;

    BulkMailGenerator(long seed, WorldSettings setting, SimulatorParameters numbers, MessageFactory post) {
        this.seed = seed;
        this.setting = setting;
        this.post = post;
        this.newsletterLow = numbers.number("bulk.newsletter_low");
        this.newsletterHigh = numbers.number("bulk.newsletter_high");
        this.newsletterDays = numbers.number("bulk.newsletter_days");
        this.chunk = (int) numbers.number("bulk.chunk");
        this.chunkSeconds = (int) numbers.number("bulk.chunk_seconds");
        this.oldList = numbers.number("bulk.old_list");
        this.oldListBounces = numbers.number("bulk.old_list_bounces");
        this.listLow = (int) numbers.number("bulk.list_low");
        this.listHigh = (int) numbers.number("bulk.list_high");
        this.listPerDay = numbers.number("bulk.list_per_week") / 7;
        this.schoolLow = (int) numbers.number("bulk.school_low");
        // One message names so many.
        this.schoolHigh = (int) Math.min(Message.MOST_NAMED, numbers.number("bulk.school_high"));
        this.schoolPerDay = numbers.number("bulk.school_per_week") / 7;
        this.schoolDeadLow = numbers.number("bulk.school_dead_low");
        this.schoolDeadHigh = numbers.number("bulk.school_dead_high");
        this.deviceLow = numbers.number("bulk.device_low");
        this.deviceHigh = numbers.number("bulk.device_high");
        this.storm = numbers.number("bulk.device_storm");
        this.stormLow = (int) numbers.number("bulk.device_storm_low");
        this.stormSeconds = numbers.number("bulk.device_storm_seconds");
        this.stormHigh = (int) numbers.number("bulk.device_storm_high");
    }

    /** An issue, on some working days, in parts of {@code bulk.chunk} recipients. */
    void newsletter(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel readers,
            double bounces,
            List<TimelineEvent> into) {
        LocalDate date = setting.start().plusDays(day);
        RandomStream draw = RandomStream.of(seed, "issue", owner.number(), day);
        if (JapaneseCalendar.free(date) || !draw.chance(Math.min(1, 7.0 / 5 / newsletterDays))) {
            return;
        }
        RandomStream list = RandomStream.of(seed, "newsletter", owner.number());
        int size = (int) StrictMath.exp(list.between(StrictMath.log(newsletterLow), StrictMath.log(newsletterHigh)));
        double share = list.chance(oldList) ? oldListBounces : bounces;
        Instant time = setting.startOfDay(day).plus(Duration.ofSeconds(draw.between(9 * HOUR, 17 * HOUR)));
        for (int sent = 0; sent < size; sent += chunk) {
            int count = Math.min(chunk, size - sent);
            into.add(post.honest(
                    time,
                    whereabouts.place(day, null, draw),
                    SubmissionChannel.SUBMISSION,
                    members(readers, sent, count),
                    count,
                    share,
                    whereabouts.helo(draw),
                    draw));
            time = time.plus(Duration.ofSeconds(chunkSeconds));
        }
    }

    /** Messages to all members, besides the mail of the person who looks after the list. */
    void list(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel members,
            double bounces,
            List<TimelineEvent> into) {
        RandomStream draw = RandomStream.of(seed, "list", owner.number(), day);
        int size = RandomStream.of(seed, "members", owner.number()).between(listLow, listHigh);
        for (int i = draw.poisson(listPerDay); i > 0; i--) {
            into.add(post.honest(
                    setting.startOfDay(day).plus(Duration.ofSeconds(draw.between(8 * HOUR, 23 * HOUR))),
                    whereabouts.place(day, null, draw),
                    SubmissionChannel.SUBMISSION,
                    members(members, 0, size),
                    size,
                    bounces,
                    whereabouts.helo(draw),
                    draw));
        }
    }

    /** Messages to all families of a class or members of a club, of whom a few are dead; with the school year a third is new. */
    void school(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel members,
            List<TimelineEvent> into) {
        RandomStream draw = RandomStream.of(seed, "school", owner.number(), day);
        RandomStream list = RandomStream.of(seed, "families", owner.number());
        int size = list.between(schoolLow, schoolHigh);
        double dead = list.between(schoolDeadLow, schoolDeadHigh);
        LocalDate date = setting.start().plusDays(day);
        int year =
                date.minusMonths(3).getYear() - setting.start().minusMonths(3).getYear();
        for (int i = draw.poisson(schoolPerDay); i > 0; i--) {
            long[] families = new long[size];
            int failing = 0;
            for (int j = 0; j < size; j++) {
                int number = j % 3 == 0 ? j + year * schoolHigh : j;
                families[j] = members.old(number);
                failing += members.dead(number, dead) ? 1 : 0;
            }
            Instant time = setting.startOfDay(day).plus(Duration.ofSeconds(draw.between(8 * HOUR, 22 * HOUR)));
            into.add(post.toList(
                    time, whereabouts.place(day, null, draw), families, failing, whereabouts.helo(draw), draw));
        }
    }

    /** Reports at any hour to one or two people; on a bad day in quick succession. */
    void device(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel readers,
            double bounces,
            List<TimelineEvent> into) {
        double mean = StrictMath.exp(RandomStream.of(seed, "device", owner.number())
                .between(StrictMath.log(deviceLow), StrictMath.log(deviceHigh)));
        RandomStream draw = RandomStream.of(seed, "reports", owner.number(), day);
        for (int i = draw.poisson(mean); i > 0; i--) {
            report(owner, day, draw.below(24 * HOUR), whereabouts, readers, bounces, draw, into);
        }
        if (draw.chance(storm)) {
            int second = draw.below(20 * HOUR);
            for (int i = draw.between(stormLow, stormHigh); i > 0; i--) {
                second += 1 + (int) draw.exponential(stormSeconds);
                report(owner, day, Math.min(second, 24 * HOUR - 1), whereabouts, readers, bounces, draw, into);
            }
        }
    }

    private void report(
            SimulatedOwner owner,
            int day,
            int second,
            SimulatedOwnerLocation whereabouts,
            RecipientModel readers,
            double bounces,
            RandomStream draw,
            List<TimelineEvent> into) {
        long[] one = {readers.member(owner.number() % 2)};
        into.add(post.honest(
                setting.startOfDay(day).plus(Duration.ofSeconds(second)),
                whereabouts.place(day, null, draw),
                SubmissionChannel.SUBMISSION,
                one,
                1,
                bounces,
                whereabouts.helo(draw),
                draw));
    }

    private static long[] members(RecipientModel correspondents, int from, int count) {
        long[] members = new long[Math.min(count, Message.MOST_NAMED)];
        for (int i = 0; i < members.length; i++) {
            members[i] = correspondents.member(from + i);
        }
        return members;
    }
}
