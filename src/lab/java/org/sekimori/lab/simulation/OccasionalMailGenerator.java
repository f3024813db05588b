package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.WorldSettings;

/**
 * Generates what honest people do seldom and what resembles an attack: greetings to everybody whom they ever knew, circulars to old
 * address lists, applications for a job, and the first days of an account.
 */
final class OccasionalMailGenerator {

    private static final int DAY = 86_400;
    private static final int DECEMBER = 12;
    private static final int APPLICATIONS_A_DAY = 16;

    private final long seed;
    private final WorldSettings setting;
    private final MessageFactory post;
    private final PersonalMailGenerator persons;
    private final SimulatorParameters numbers;
    private final double oldListsPerDay;
    private final double lettersPerDay;

    OccasionalMailGenerator(
            long seed,
            WorldSettings setting,
            SimulatorParameters numbers,
            MessageFactory post,
            PersonalMailGenerator persons) {
        this.seed = seed;
        this.setting = setting;
        this.post = post;
        this.persons = persons;
        this.numbers = numbers;
        // On working days only, five of seven.
        this.oldListsPerDay = Math.min(1, 7.0 / 5 / Math.max(1, numbers.number("old_lists.days")));
        this.lettersPerDay = numbers.number("job_hunters.letters");
    }

    /** The day on which an account begins; 0 for most. */
    int firstDay(SimulatedOwner owner) {
        if (owner.kind() != SimulatedCustomerClass.NEW_ACCOUNT) {
            return 0;
        }
        int from = setting.warmUpDays() / 2;
        return from
                + RandomStream.of(seed, "first day", owner.number())
                        .below(Math.max(1, (setting.days() - from) * 3 / 4));
    }

    /** The day on which somebody comes back after months; -1 for nearly everybody. */
    int dayOfReturn(SimulatedOwner owner) {
        return owner.kind() == SimulatedCustomerClass.RETURNER
                ? RandomStream.of(seed, "return", owner.number()).below(setting.days())
                : -1;
    }

    /** Days of silence before the return. */
    int absence(SimulatedOwner owner) {
        return RandomStream.of(seed, "absence", owner.number())
                .between((int) numbers.number("returners.days_low"), (int) numbers.number("returners.days_high"));
    }

    /** How much more the owner writes on this day than on another. */
    double catchingUp(SimulatedOwner owner, int day) {
        int since = day - dayOfReturn(owner);
        return owner.kind() == SimulatedCustomerClass.RETURNER && since >= 0 && since < 2
                ? numbers.number("returners.catching_up")
                : 1;
    }

    /** The occasion of this day, if it is one of the owner's. */
    void day(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel correspondents,
            List<TimelineEvent> into) {
        switch (owner.kind()) {
            case GREETER -> greetings(owner, day, whereabouts, correspondents, into);
            case OLD_ADDRESS_LIST -> circular(owner, day, whereabouts, correspondents, into);
            case JOB_HUNTER -> applications(owner, day, whereabouts, correspondents, into);
            case NEW_ACCOUNT -> announcement(owner, day, whereabouts, correspondents, into);
            default -> {
                // Others have no occasions.
            }
        }
    }

    /** To all correspondents, and to people who were written to years ago. */
    private void greetings(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel correspondents,
            List<TimelineEvent> into) {
        LocalDate date = setting.start().plusDays(day);
        RandomStream draw = RandomStream.of(seed, "greetings", owner.number(), date.getYear());
        LocalDate greets = draw.chance(numbers.number("greeters.december"))
                ? LocalDate.of(date.getYear(), DECEMBER, draw.between(10, 31))
                : LocalDate.ofYearDay(date.getYear(), draw.between(1, 365));
        if (!date.equals(greets)) {
            return;
        }
        int known = Math.min(correspondents.knownCount(), (int) numbers.number("greeters.most_known"));
        int old = (int) Math.min(
                numbers.number("greeters.most_old"),
                draw.logNormal(numbers.number("greeters.old_mu"), numbers.number("greeters.old_sigma")));
        boolean each = draw.chance(numbers.number("greeters.each"));
        Mailing mailing = new Mailing(owner, day, whereabouts, correspondents, draw, into);
        mailing.send(known, old, numbers.number("greeters.dead"), each ? 1 : (int) numbers.number("greeters.batch"));
    }

    /** To the same old list each time; its dead names are the same each time, too. */
    private void circular(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel correspondents,
            List<TimelineEvent> into) {
        RandomStream draw = RandomStream.of(seed, "circular", owner.number(), day);
        if (JapaneseCalendar.free(setting.start().plusDays(day)) || !draw.chance(oldListsPerDay)) {
            return;
        }
        RandomStream list = RandomStream.of(seed, "old list", owner.number());
        int size = (int) evenly(list, "old_lists.low", "old_lists.high");
        double dead = evenly(list, "old_lists.dead_low", "old_lists.dead_high");
        Mailing mailing = new Mailing(owner, day, whereabouts, correspondents, draw, into);
        mailing.send(0, size, dead, (int) numbers.number("old_lists.batch"));
    }

    /** Letters to firms, each to another one; some are written to twice. */
    private void applications(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel correspondents,
            List<TimelineEvent> into) {
        RandomStream hunt = RandomStream.of(seed, "hunt", owner.number());
        int from = hunt.between(-30, setting.days() - 1);
        int until = from
                + hunt.between(
                        (int) numbers.number("job_hunters.days_low"), (int) numbers.number("job_hunters.days_high"));
        if (day < from || day >= until) {
            return;
        }
        RandomStream draw = RandomStream.of(seed, "applications", owner.number(), day);
        double usual = JapaneseCalendar.free(setting.start().plusDays(day)) ? lettersPerDay / 3 : lettersPerDay;
        int letters = Math.min(APPLICATIONS_A_DAY, draw.poisson(usual));
        int first = (day - from) * APPLICATIONS_A_DAY;
        for (int i = 0; i < letters; i++) {
            boolean again = first > 0 && draw.chance(numbers.number("job_hunters.again"));
            int firm = again ? draw.below(first) : first + i;
            whereabouts.newSitting();
            into.add(post.toList(
                    setting.startOfDay(day).plusSeconds(persons.secondOfDay(owner, draw)),
                    whereabouts.place(day, null, draw),
                    new long[] {correspondents.old(firm)},
                    correspondents.dead(firm, numbers.number("job_hunters.dead")) ? 1 : 0,
                    whereabouts.helo(draw),
                    draw));
        }
    }

    /** The new address, told to those in the old address book. */
    private void announcement(
            SimulatedOwner owner,
            int day,
            SimulatedOwnerLocation whereabouts,
            RecipientModel correspondents,
            List<TimelineEvent> into) {
        RandomStream draw = RandomStream.of(seed, "announcement", owner.number());
        if (draw.chance(numbers.number("new_accounts.announce")) && day == firstDay(owner) + draw.below(3)) {
            Mailing mailing = new Mailing(owner, day, whereabouts, correspondents, draw, into);
            mailing.send(
                    Math.min(correspondents.knownCount(), (int) numbers.number("greeters.most_known")),
                    draw.below(15),
                    numbers.number("new_accounts.dead"),
                    (int) numbers.number("greeters.batch"));
        }
    }

    private double evenly(RandomStream draw, String low, String high) {
        return StrictMath.exp(draw.between(StrictMath.log(numbers.number(low)), StrictMath.log(numbers.number(high))));
    }

    /** One message after the other from one place, to a list in parts. */
    private final class Mailing {
        private final SimulatedOwner owner;
        private final int day;
        private final SimulatedOwnerLocation whereabouts;
        private final RecipientModel people;
        private final RandomStream draw;
        private final List<TimelineEvent> into;

        Mailing(
                SimulatedOwner owner,
                int day,
                SimulatedOwnerLocation whereabouts,
                RecipientModel people,
                RandomStream draw,
                List<TimelineEvent> into) {
            this.owner = owner;
            this.day = day;
            this.whereabouts = whereabouts;
            this.people = people;
            this.draw = draw;
            this.into = into;
        }

        void send(int known, int old, double deadShare, int size) {
            int batch = Math.max(1, Math.min(size, TimelineEvent.Message.MOST_NAMED));
            int all = known + old;
            long second = Math.min(persons.secondOfDay(owner, draw), DAY - 4 * 3600L);
            Instant dawn = setting.startOfDay(day);
            whereabouts.newSitting();
            ClientLocation place = whereabouts.place(day, null, draw);
            String helo = whereabouts.helo(draw);
            for (int sent = 0; sent < all && second < DAY; sent += batch) {
                long[] recipients = new long[Math.min(batch, all - sent)];
                int dead = 0;
                for (int i = 0; i < recipients.length; i++) {
                    int number = sent + i - known;
                    recipients[i] = number < 0 ? people.member(sent + i) : people.old(number);
                    dead += number >= 0 && people.dead(number, deadShare) ? 1 : 0;
                }
                into.add(post.toList(dawn.plus(Duration.ofSeconds(second)), place, recipients, dead, helo, draw));
                second += 20 + (long) draw.exponential(numbers.number("greeters.seconds"));
            }
        }
    }
}
