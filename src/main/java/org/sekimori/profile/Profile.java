package org.sekimori.profile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.sekimori.mail.Counters;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Reservations.Fate;
import org.sekimori.profile.Reservations.Reservation;

/**
 * What one account is used to: a bounded memory, pure arithmetic; a value, replaced as a whole. Its parts say for themselves
 * what they keep, how exactly, and by which formula:
 *
 * <ul>
 *   <li>{@link SendHistory}: messages and recipients by minute, half hour and local day; exact in these steps
 *   <li>{@link Rates}: decaying counters
 *   <li>{@link Places}: different addresses, networks and countries of the last 24 hours; exact while few, sampled beyond
 *   <li>{@link FamiliarNetworks}: what the owner uses
 *   <li>{@link KnownRecipients}: whom the account writes to
 *   <li>{@link Reservations}: the last submissions, so that outcomes and bounces find theirs
 *   <li>{@link Failures}: failed log-ins
 *   <li>{@link Rhythm}: first submission of the local day, idle times, and the end of a freeze of learning
 * </ul>
 *
 * <p>A typical profile takes some hundred octets encoded, one that uses up the shipped limits day and night 5 KiB, and
 * none more than {@value #MAX_OCTETS}.
 *
 * @param counters everything since the account is known
 */
public record Profile(
        Counters counters,
        SendHistory history,
        Rates rates,
        Places places,
        FamiliarNetworks networks,
        KnownRecipients recipients,
        Reservations reservations,
        Failures failures,
        Rhythm rhythm,
        SeenEvents seenEvents) {

    /** No encoded profile is larger, in octets; see {@link Shedding}. */
    public static final int MAX_OCTETS = 6144;

    /** How long nothing is learned after a sign of abuse: an intruder must not become the baseline. */
    public static final Duration FREEZE = Duration.ofHours(72);

    /** An account that was never seen. */
    public static final Profile NEW = new Profile(
            Counters.ZERO,
            SendHistory.EMPTY,
            Rates.NONE,
            Places.NONE,
            FamiliarNetworks.NONE,
            KnownRecipients.NONE,
            Reservations.NONE,
            Failures.NONE,
            Rhythm.NONE,
            SeenEvents.NONE);

    /** The profile as of a moment, in a time zone. */
    public ProfileView at(Instant now, ZoneId zone) {
        return new ProfileView(this, now, day(now, zone));
    }

    /** The same with the place of an event among the {@link Places}, and nothing else of it. */
    public Profile withPlace(MailEvent event) {
        return with(places.plus(event));
    }

    /** The local day, counted from 1970. */
    static int day(Instant time, ZoneId zone) {
        return Math.toIntExact(LocalDate.ofInstant(time, zone).toEpochDay());
    }

    /**
     * After a submission that was let pass: it is counted, and reserved until its outcome is known.
     *
     * @param overseas whether it came from a country that is not home
     */
    public Profile accepted(MailEvent event, ZoneId zone, boolean overseas) {
        Counters sum = new Counters(
                counters.acceptedMessages() + 1,
                counters.acceptedRecipients() + event.recipientCount(),
                counters.refusedMessages());
        Reservation ahead = reservations.ahead(event);
        if (ahead == null) {
            return Shedding.within(with(sum).count(event, zone, overseas, Fate.RESERVED));
        }
        return Shedding.within(with(sum).met(ahead, event, zone, overseas).learned(event, ahead));
    }

    /** After a submission that was refused; it uses no quota. */
    public Profile refused(MailEvent event, ZoneId zone, boolean overseas) {
        Counters sum = new Counters(
                counters.acceptedMessages(), counters.acceptedRecipients(), counters.refusedMessages() + 1);
        Reservation ahead = reservations.ahead(event);
        return Shedding.within(
                ahead == null
                        ? with(sum).with(reservations.plus(reservation(event, zone, overseas, Fate.REFUSED)))
                        : with(sum).met(ahead, event, zone, overseas));
    }

    /**
     * After the attempt whose outcome was heard before: the outcome stands, for the recipients that the attempt names. The server
     * asks with the envelope as the client gave it; a log may name fewer, none, or more after aliases were expanded.
     */
    private Profile met(Reservation ahead, MailEvent attempt, ZoneId zone, boolean overseas) {
        Reservation asked = reservation(attempt, zone, overseas, ahead.fate());
        Reservation one = ahead.with(ahead.fate().met()).withRecipientsOf(asked);
        Profile profile = with(reservations.replace(ahead, one));
        if (!ahead.fate().counted()) {
            return profile;
        }
        int[] more = one.row(1);
        int[] before = ahead.row(-1);
        boolean differ = false;
        for (int column = 0; column < more.length; column++) {
            more[column] += before[column];
            differ |= more[column] != 0;
        }
        return differ ? profile.with(history.plus(one.second(), one.day(), more)) : profile;
    }

    /** Learns from a submission that its outcome has counted already, and that may say more than the outcome did. */
    private Profile learned(MailEvent event, Reservation ahead) {
        boolean learns = ahead.fate().counted() && !rhythm.frozen(event.time().getEpochSecond());
        return new Profile(
                counters,
                history,
                rates,
                ahead.fate().counted() ? places.plus(event) : places,
                learns ? networks.plus(event.origin(), ahead.day()) : networks,
                learns ? recipients.plus(event.recipients()) : recipients,
                reservations,
                failures,
                rhythm,
                seenEvents);
    }

    /** The key by which {@link #toldOtherwise} finds the submission; 0 if the event names neither queue id nor transaction. */
    public static int key(MailEvent attempt) {
        return Reservations.key(attempt);
    }

    /**
     * After a door had to tell the mail server something else than was decided: what it let pass is counted, what it refused
     * is not.
     *
     * @param key see {@link #key}
     * @param second when it was told, seconds since 1970
     */
    public Profile toldOtherwise(int key, long second, boolean passed) {
        Reservation one = reservations.find(key, second);
        if (one == null) {
            return this;
        }
        return Shedding.within(passed ? Outcomes.taken(this, one) : Outcomes.refusedBeforeQueue(this, one));
    }

    /**
     * After any other event than an attempt. A repetition changes nothing, see {@link SeenEvents}. Events may come in any order
     * relative to the attempt. Of contradictory outcomes, that the server took the submission stands. Nothing gives back what an
     * attempt reserved but proof that the server refused it before it queued it.
     *
     * @param overseas whether it came from a country that is not home
     */
    public Profile heard(MailEvent event, ZoneId zone, boolean overseas) {
        boolean concern = SeenEvents.concern(event);
        if (concern && seenEvents.contains(event.id())) {
            return this;
        }
        Profile changed =
                switch (event.kind()) {
                    case ACCEPTED -> Outcomes.taken(this, event, zone, overseas);
                    case DEFERRED -> Outcomes.queued(this, event);
                    case REJECTED, RATE_LIMITED -> Outcomes.refused(this, event, zone, overseas);
                    case BOUNCED, COMPLAINT -> Outcomes.failed(this, event);
                    case AUTH_FAILED -> with(failures.plus(event));
                    case AUTH_SUCCEEDED -> with(places.plus(event));
                    case PASSWORD_CHANGED -> passwordChanged(event.time().getEpochSecond());
                    default -> this;
                };
        return changed == this ? this : Shedding.within(concern ? changed.with(seenEvents.plus(event.id())) : changed);
    }

    /** Whether an outcome, which {@link #heard} has not taken in yet, finds its submission. */
    public OutcomeMatch match(MailEvent outcome) {
        return reservations.match(outcome);
    }

    /** Whether a command that leaves no other trace was carried out before; see {@link SeenEvents}. */
    public boolean carriedOut(String command) {
        return seenEvents.contains(command);
    }

    /** Remembers a command that leaves no other trace, so that its repetition is known. */
    public Profile carryingOut(String command) {
        return Shedding.within(with(seenEvents.plus(command)));
    }

    /**
     * After a person has judged what happened: it is no evidence any more, or the owner's next message would be suspected for
     * what an intruder did, or for what was found to be harmless. Baselines, familiar networks and known recipients stay; bounces
     * of what was sent then find nothing to count for.
     *
     * @param since when what was judged began: its local day and what came after are forgotten as sent
     * @param now when it was judged
     */
    public Profile judged(Instant since, Instant now, ZoneId zone) {
        Profile forgiven = passwordChanged(now.getEpochSecond());
        return new Profile(
                counters,
                history.before(day(since, zone)),
                Rates.NONE,
                forgiven.places,
                networks,
                recipients,
                Reservations.NONE,
                forgiven.failures,
                forgiven.rhythm,
                seenEvents);
    }

    /** Ends a freeze and forgets places and failed log-ins, but not those after the change: it may be heard late. */
    private Profile passwordChanged(long second) {
        return with(failures.changedAt(second)).with(rhythm.thaw(second)).with(places.after(second));
    }

    /** The imported past: as if it had been let pass then. */
    public Profile imported(MailEvent attempt, ZoneId zone, boolean overseas) {
        return seenEvents.contains(attempt.id())
                ? this
                : Shedding.within(accepted(attempt, zone, overseas).with(seenEvents.plus(attempt.id())));
    }

    /** Learns nothing from what is submitted within {@link #FREEZE} from this time on; what is late from before is learned. */
    public Profile suspected(Instant time) {
        return with(rhythm.freeze(time.getEpochSecond(), time.plus(FREEZE).getEpochSecond()));
    }

    /** Counts a submission, learns from it unless learning is frozen, and remembers it. */
    Profile count(MailEvent event, ZoneId zone, boolean overseas, Fate fate) {
        int[] people = KnownRecipients.distinct(event.recipients());
        Reservation one = reservation(event, people, zone, overseas, fate);
        boolean frozen = rhythm.frozen(one.second());
        return new Profile(
                counters,
                history.plus(one.second(), one.day(), counted(one)),
                rates.plus(one.second(), 1),
                places.plus(event),
                frozen ? networks : networks.plus(event.origin(), one.day()),
                frozen ? recipients : recipients.plus(event.recipients(), people),
                reservations.plus(one),
                failures,
                rhythm.acceptedAt(one.second(), one.day()),
                seenEvents);
    }

    /** The row that a submission adds, marked while learning is frozen. */
    int[] counted(Reservation one) {
        int[] row = one.row(1);
        row[Column.SUSPECT] = rhythm.frozen(one.second()) ? 1 : 0;
        return row;
    }

    /** What is remembered of a submission, seen with what was learned before it. */
    Reservation reservation(MailEvent event, ZoneId zone, boolean overseas, Fate fate) {
        return reservation(event, KnownRecipients.distinct(event.recipients()), zone, overseas, fate);
    }

    private Reservation reservation(MailEvent event, int[] people, ZoneId zone, boolean overseas, Fate fate) {
        int day = day(event.time(), zone);
        int count = event.recipientCount();
        int fresh = recipients.fresh(event.recipients(), people);
        int compared = fresh < 0 ? 0 : Math.min(count, event.recipients().size());
        return new Reservation(
                Reservations.key(event),
                event.time().getEpochSecond(),
                day,
                fate,
                Lane.of(overseas, !networks.knows(event.origin(), day)),
                count,
                Math.min(Math.max(0, fresh), compared),
                count - compared,
                0);
    }

    /** With a submission counted, or taken back, whose reservation becomes another. */
    Profile with(Reservation old, Reservation changed, int[] row, Rhythm newRhythm) {
        int sign = Integer.signum(row[Column.messages(old.lane())]);
        return new Profile(
                counters,
                history.plus(old.second(), old.day(), row),
                rates.plus(old.second(), sign),
                places,
                networks,
                recipients,
                reservations.replace(old, changed),
                failures,
                newRhythm,
                seenEvents);
    }

    private Profile with(Counters changed) {
        return new Profile(
                changed, history, rates, places, networks, recipients, reservations, failures, rhythm, seenEvents);
    }

    Profile with(SendHistory changed) {
        return new Profile(
                counters, changed, rates, places, networks, recipients, reservations, failures, rhythm, seenEvents);
    }

    private Profile with(Places changed) {
        return new Profile(
                counters, history, rates, changed, networks, recipients, reservations, failures, rhythm, seenEvents);
    }

    Profile with(Reservations changed) {
        return new Profile(
                counters, history, rates, places, networks, recipients, changed, failures, rhythm, seenEvents);
    }

    Profile with(KnownRecipients changed) {
        return new Profile(
                counters, history, rates, places, networks, changed, reservations, failures, rhythm, seenEvents);
    }

    private Profile with(Failures changed) {
        return new Profile(
                counters, history, rates, places, networks, recipients, reservations, changed, rhythm, seenEvents);
    }

    private Profile with(Rhythm changed) {
        return new Profile(
                counters, history, rates, places, networks, recipients, reservations, failures, changed, seenEvents);
    }

    Profile with(SeenEvents changed) {
        return new Profile(
                counters, history, rates, places, networks, recipients, reservations, failures, rhythm, changed);
    }

    /** Writes the profile without a version of its own: whoever embeds it writes one. */
    public void write(PackedWriter out) {
        out.number(counters.acceptedMessages())
                .number(counters.acceptedRecipients())
                .number(counters.refusedMessages());
        rhythm.write(out);
        history.write(out);
        rates.write(out);
        places.write(out);
        networks.write(out);
        recipients.write(out);
        reservations.write(out);
        failures.write(out);
        seenEvents.write(out);
    }

    /** Reads what {@link #write} wrote. */
    public static Profile read(PackedReader in) {
        Counters counters = new Counters(in.number(), in.number(), in.number());
        Rhythm rhythm = Rhythm.read(in);
        return new Profile(
                counters,
                SendHistory.read(in),
                Rates.read(in),
                Places.read(in),
                FamiliarNetworks.read(in),
                KnownRecipients.read(in),
                Reservations.read(in),
                Failures.read(in),
                rhythm,
                SeenEvents.read(in));
    }
}
