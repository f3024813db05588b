package org.sekimori.profile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.profile.RecentSubmissions.Reservation;
import org.sekimori.profile.RecentSubmissions.Status;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.codec.StateSection;
import org.sekimori.profile.codec.StateSections;
import org.sekimori.profile.labels.Labels;
import org.sekimori.profile.statistics.CorrespondentSample;
import org.sekimori.profile.statistics.DecayingRates;
import org.sekimori.profile.statistics.FlagDays;

/**
 * Profile of one account: its habits, in bounded memory and pure arithmetic; a value that is replaced as a whole. Its parts
 * document their content, precision and formulas:
 *
 * <ul>
 * <li>{@link SendHistory}: messages and recipients by minute, half hour and local day; exact in these steps
 * <li>{@link DecayingRates}: decaying counters
 * <li>{@link RecentOrigins}: different addresses, networks and countries of the last 24 hours; exact while few, sampled beyond
 * <li>{@link FamiliarNetworks}: the owner's networks
 * <li>{@link KnownRecipients}: the account's correspondents
 * <li>{@link RecentSubmissions}: the latest submissions, to be matched with outcomes and bounces
 * <li>{@link LoginFailures}: failed log-ins by minute and half hour; exact in these steps
 * <li>{@link ActivityRecency}: first submission of the local day, idle times, and the {@link LearningFreeze}
 * </ul>
 *
 * <p>A typical profile takes some hundred octets encoded, one that uses up the shipped limits day and night 5 KiB, and none more
 * than {@value #MAX_OCTETS}.
 *
 * @param counters totals since the account became known
 * @param sections what was added since format 8, see {@link ProfileSections}
 */
public record Profile(
        SubmissionCounters counters,
        SendHistory history,
        DecayingRates rates,
        RecentOrigins places,
        FamiliarNetworks networks,
        KnownRecipients recipients,
        RecentSubmissions reservations,
        LoginFailures failures,
        ActivityRecency rhythm,
        SeenEventIds seenEvents,
        StateSections sections) {

    /** No encoded profile is larger, in octets; see {@link ProfileSizeLimiter}. */
    public static final int MAX_OCTETS = 6144;

    /** Length of a freeze after one sign of abuse; {@link LearningFreeze} says how further signs extend it. */
    public static final Duration FREEZE = LearningFreeze.STEP;

    /** The format of the binary form. */
    public static final int FORMAT = 9;

    /** The first format with tagged sections. */
    static final int SECTIONS_FORMAT = 8;

    /** The first format that counts failed log-ins by minute, too. */
    static final int FAILURE_MINUTES_FORMAT = 6;

    /** The first format with marks for unfamiliar origins and known correspondents. */
    static final int MARKED_FORMAT = 5;

    /** An account that was never seen. */
    public static final Profile NEW = new ProfileBuilder().build();

    /** Starts the profile of an account that was never seen. */
    static ProfileBuilder builder() {
        return new ProfileBuilder();
    }

    /** Starts a copy of this profile. */
    ProfileBuilder toBuilder() {
        return new ProfileBuilder(this);
    }

    /** The profile as of a moment, in a time zone. */
    public ProfileView at(Instant now, ZoneId zone) {
        return new ProfileView(this, now, day(now, zone));
    }

    /** As whom and to whom the account writes, at the moment of a submission. */
    public CorrespondenceView correspondence(MailEvent submission, ZoneId zone) {
        return new CorrespondenceView(this, submission, zone);
    }

    /** After a decision at which these rules flagged; see {@link org.sekimori.profile.statistics.FlagDays}. */
    public Profile withFlags(List<String> rules, MailEvent event, ZoneId zone) {
        FlagDays days = sections.get(CorrespondenceSections.FLAGS);
        for (String rule : rules) {
            days = days.plus(StableHash.of(rule), day(event.time(), zone));
        }
        return ProfileSizeLimiter.limit(
                Habits.flagged(with(CorrespondenceSections.FLAGS, days), event, day(event.time(), zone)));
    }

    /** The same with the place of an event among the {@link RecentOrigins}, and nothing else of it. */
    public Profile withOrigin(MailEvent event, ZoneId zone) {
        int day = day(event.time(), zone);
        return with(places(event, day, networks.knows(event.origin(), day)));
    }

    private RecentOrigins places(MailEvent event, int day, boolean familiar) {
        return places.plus(event, familiar, networks.knowsCountry(event.origin(), day));
    }

    /** The local day of a moment that a thread asked for last: a decision asks for that of its event many times. */
    private record LocalDay(Instant time, ZoneId zone, int day) {}

    private static final ThreadLocal<LocalDay> LAST = new ThreadLocal<>();

    /** The local day, counted from 1970. */
    static int day(Instant time, ZoneId zone) {
        LocalDay last = LAST.get();
        if (last == null || last.time != time || last.zone != zone) {
            int day = Math.toIntExact(LocalDate.ofInstant(time, zone).toEpochDay());
            last = new LocalDay(time, zone, day);
            LAST.set(last);
        }
        return last.day;
    }

    /**
     * Records a submission that was let pass: counts and reserves it until its outcome is known. One that its server had
     * queued before counts as taken, and stays ready for an attempt that asks, see {@link #askedAbout}.
     *
     * @param overseas whether it came from a country that is not home
     */
    public Profile accepted(MailEvent event, ZoneId zone, boolean overseas) {
        return Habits.attempted(taken(event, zone, overseas, true), event);
    }

    /**
     * Records a submission that was quarantined: counts and reserves it like one that was let pass, because the server took it,
     * and learns nothing from it. Its local day is marked as one of suspicion. What the server reports of it later changes
     * neither: releasing and deliveries prove nothing about who wrote it.
     *
     * @param overseas whether it came from a country that is not home
     */
    public Profile quarantined(MailEvent event, ZoneId zone, boolean overseas) {
        return Habits.attempted(taken(event, zone, overseas, false), event);
    }

    private Profile taken(MailEvent event, ZoneId zone, boolean overseas, boolean usual) {
        SubmissionCounters sum = new SubmissionCounters(
                counters.acceptedMessages() + 1,
                counters.acceptedRecipients() + event.recipientCount(),
                counters.refusedMessages());
        Reservation ahead = reservations.ahead(event);
        if (ahead == null) {
            Status fate = event.afterQueue() ? Status.CONFIRMED_AHEAD : Status.RESERVED;
            return ProfileSizeLimiter.limit(with(sum).count(event, zone, overseas, fate, usual));
        }
        if (event.afterQueue() && !ahead.fate().counted()) {
            return OutcomeHandler.accepted(this, ahead).taken(event, zone, overseas, usual);
        }
        Profile known = with(sum).met(ahead, event, zone, overseas);
        if (!ahead.fate().counted()) {
            return ProfileSizeLimiter.limit(known);
        }
        Profile used = known.used(event, zone)
                .with(CorrespondenceSections.met(
                        known,
                        event,
                        ahead,
                        reservation(event, zone, overseas, ahead.fate()),
                        usual && !rhythm.frozen(ahead.second())));
        return ProfileSizeLimiter.limit(usual ? used.learned(event, zone, ahead.day()) : used.suspect(ahead.day()));
    }

    /** After a submission that was refused; it uses no quota. */
    public Profile refused(MailEvent event, ZoneId zone, boolean overseas) {
        SubmissionCounters sum = new SubmissionCounters(
                counters.acceptedMessages(), counters.acceptedRecipients(), counters.refusedMessages() + 1);
        Reservation ahead = reservations.ahead(event);
        Profile refused = ahead == null
                ? with(sum).with(reservations.plus(reservation(event, zone, overseas, Status.REFUSED)))
                : with(sum).met(ahead, event, zone, overseas);
        return ProfileSizeLimiter.limit(Habits.tried(refused, event));
    }

    /** Records that it was refused for good, in addition to {@link #refused}. */
    public Profile rejected(MailEvent event, ZoneId zone) {
        Profile tested = with(CorrespondenceSections.refused(this, reservation(event, zone, true, Status.REFUSED)));
        return ProfileSizeLimiter.limit(
                Habits.with(tested, Habits.refused(this).refused(event, day(event.time(), zone))));
    }

    /** Records a deferral, in addition to {@link #refused}. */
    public Profile deferred(MailEvent event, ZoneId zone) {
        RefusedAttempts more = Habits.refused(this).deferred(event.time().getEpochSecond(), day(event.time(), zone));
        return ProfileSizeLimiter.limit(deferredHours(event).with(RefusedAttempts.SECTION, more));
    }

    private Profile deferredHours(MailEvent event) {
        return with(rhythm.with(rhythm.deferrals().plus(event.time().getEpochSecond(), event.recipientCount())));
    }

    /**
     * Applies an attempt whose outcome arrived first: the outcome stands, with the attempt's recipients. The server asks with the
     * client's envelope; a log may name fewer, none, or more after aliases were expanded.
     */
    private Profile met(Reservation ahead, MailEvent attempt, ZoneId zone, boolean overseas) {
        Reservation asked = reservation(attempt, zone, overseas, ahead.fate());
        Status fate = attempt.afterQueue() ? ahead.fate() : ahead.fate().met();
        Reservation one = ahead.with(fate).withRecipientsOf(asked);
        Profile profile = with(reservations.replace(ahead, one));
        if (!ahead.fate().counted()) {
            return profile;
        }
        int[] more = one.row(1);
        int[] before = ahead.row(-1);
        boolean differ = false;
        profile = profile.with(profile.strangers(ahead, -1));
        profile = profile.with(profile.strangers(one, 1));
        for (int column = 0; column < more.length; column++) {
            more[column] += before[column];
            differ |= more[column] != 0;
        }
        return differ ? profile.with(history.plus(one.second(), one.day(), more)) : profile;
    }

    /** Remembers the place of something else than a counted submission. */
    private Profile used(MailEvent event, ZoneId zone) {
        int day = day(event.time(), zone);
        boolean familiar = networks.knows(event.origin(), day);
        RecentOrigins after = places(event, day, familiar);
        if (familiar) {
            return with(after);
        }
        int[] row = new int[HistoryColumn.COUNT];
        places.addUnfamiliar(event, after, second -> day(Instant.ofEpochSecond(second), zone), row);
        return with(after).with(history.plusDay(day, row));
    }

    /** Learns the networks and correspondents of a submission. */
    private Profile learned(MailEvent event, ZoneId zone, int day) {
        return learned(event, KnownRecipients.distinct(event.recipients()), zone, day);
    }

    private Profile learned(MailEvent event, int[] people, ZoneId zone, int day) {
        double credit = FamiliarityCredit.credit(this, event, people, day);
        FamiliarNetworks after = networks.plus(event.origin(), day, credit);
        boolean frozen = rhythm.frozen(event.time().getEpochSecond());
        boolean vouched = !frozen && FamiliarityCredit.knowsRecipients(networks, event, day);
        Profile learned = toBuilder().networks(after).build();
        return Habits.learned(frozen ? learned : learned.wroteTo(event, people, vouched), event, zone, day, credit);
    }

    /** With the recipients of a submission known, whether by the owner or by somebody else. */
    private Profile wroteTo(MailEvent event, int[] people, boolean owner) {
        CorrespondentSample[] older = {
            recipients.otherKey(event.recipients())
                    ? CorrespondentSample.NONE
                    : sections.get(CorrespondenceSections.OLDER)
        };
        KnownRecipients known =
                recipients.plus(event.recipients(), people, owner, hash -> older[0] = older[0].plus(hash));
        return with(known).with(CorrespondenceSections.OLDER, older[0]);
    }

    /** See {@link KnownRecipients#fresh}. */
    int fresh(List<String> people, int[] distinct) {
        return recipients.fresh(people, distinct, sections.get(CorrespondenceSections.OLDER));
    }

    /** See {@link KnownRecipients#vouched}. */
    int vouched(List<String> people, int[] distinct) {
        return recipients.vouched(people, distinct, sections.get(CorrespondenceSections.OLDER));
    }

    /** The key by which {@link #withActualAnswer} finds the submission; 0 if the event names neither queue id nor transaction. */
    public static int key(MailEvent attempt) {
        return RecentSubmissions.key(attempt);
    }

    /**
     * Records that a synchronous endpoint answered otherwise than decided: what it let pass is counted, what it refused is not.
     *
     * @param key see {@link #key}
     * @param second when it answered, seconds since 1970
     */
    public Profile withActualAnswer(int key, long second, boolean passed) {
        Reservation one = reservations.find(key, second);
        if (one == null) {
            return this;
        }
        return ProfileSizeLimiter.limit(
                passed ? OutcomeHandler.accepted(this, one) : OutcomeHandler.refusedBeforeQueue(this, one));
    }

    /**
     * Records any other event than an attempt. A repetition changes nothing, see {@link SeenEventIds}. Events may come in any
     * order relative to the attempt. Of contradictory outcomes, acceptance wins. A reservation is released only on proof that the
     * server refused the message before queueing it.
     *
     * @param overseas whether it came from a country that is not home
     */
    public Profile withReportedEvent(MailEvent event, ZoneId zone, boolean overseas) {
        boolean concern = SeenEventIds.concern(event);
        if (concern && seenEvents.contains(event.id())) {
            return this;
        }
        Profile changed =
                switch (event.kind()) {
                    case ACCEPTED -> OutcomeHandler.accepted(this, event, zone, overseas);
                    case DEFERRED -> OutcomeHandler.queued(this, event);
                    case REJECTED, RATE_LIMITED -> OutcomeHandler.refused(this, event, zone, overseas);
                    case BOUNCED, COMPLAINT -> OutcomeHandler.bouncedOrComplained(this, event);
                    case AUTH_FAILED -> with(failures.plus(event));
                    case AUTH_SUCCEEDED -> Habits.used(used(event, zone), event);
                    case PASSWORD_CHANGED -> passwordChanged(event.time().getEpochSecond(), zone);
                    default -> this;
                };
        return changed == this
                ? this
                : ProfileSizeLimiter.limit(concern ? changed.with(seenEvents.plus(event.id())) : changed);
    }

    /**
     * Whether a synchronous endpoint or a publisher had this submission decided: an attempt with the same server and queue id
     * at most five minutes before or after.
     */
    public boolean askedAbout(MailEvent attempt) {
        return reservations.asked(attempt);
    }

    /** Whether this submission is counted by a report of its server, so that its attempt must not count it again. */
    public boolean countedAhead(MailEvent attempt) {
        Reservation ahead = reservations.ahead(attempt);
        return ahead != null && ahead.fate().counted();
    }

    /** The same with other totals. */
    public Profile withCounters(SubmissionCounters totals) {
        return with(totals);
    }

    /** Whether an outcome, not yet recorded, matches a submission. */
    public OutcomeMatch match(MailEvent outcome) {
        return reservations.match(outcome);
    }

    /** Whether a command that leaves no other trace was carried out before; see {@link SeenEventIds}. */
    public boolean hasExecuted(String command) {
        return seenEvents.contains(command);
    }

    /** Remembers a command that leaves no other trace, so that its repetition is known. */
    public Profile withExecuted(String command) {
        return ProfileSizeLimiter.limit(with(seenEvents.plus(command)));
    }

    /**
     * Applies a person's judgement: the judged activity is no evidence any more, or the owner's next message would be suspected
     * for the intruder's or for harmless activity. Baselines, familiar networks and known recipients stay; later bounces of the
     * judged mail match nothing.
     *
     * @param since beginning of the judged activity: mail of its local day and later is forgotten
     * @param now when it was judged
     * @param harmless whether it was the owner's: then only today is forgotten and the days before are learned, or the
     *     account would be suspected again for its daily habits
     */
    public Profile withJudgement(Instant since, Instant now, ZoneId zone, boolean harmless) {
        Profile forgiven = passwordChanged(now.getEpochSecond(), zone);
        int from = day(since, zone);
        Profile judged = toBuilder()
                .history(harmless ? history.harmless(from, Math.max(from, day(now, zone))) : history.before(from))
                .rates(DecayingRates.NONE)
                .places(forgiven.places)
                .reservations(RecentSubmissions.NONE)
                .failures(forgiven.failures)
                .rhythm(forgiven.rhythm)
                .sections(CorrespondenceSections.judged(forgiven.sections, from, day(now, zone), harmless))
                .build();
        return Habits.judged(judged, from, harmless);
    }

    /** Ends a freeze and forgets origins and failed log-ins before the change; the report may be late. */
    private Profile passwordChanged(long second, ZoneId zone) {
        Profile changed = with(failures.changedAt(second))
                .with(rhythm.with(rhythm.freeze().thaw(second)))
                .with(places.after(second))
                .with(CorrespondenceSections.passwordChanged(sections, second));
        return Habits.passwordChanged(changed, second, day(Instant.ofEpochSecond(second), zone));
    }

    /** Whether anything in it is dated later than a moment. */
    public boolean hasCountsAfter(Instant moment) {
        long newest = Math.max(rhythm.accepted(), rhythm.freeze().from());
        newest = Math.max(newest, Math.max(reservations.newest(), failures.newest()));
        newest = Math.max(newest, Habits.newest(this));
        newest = Math.max(newest, sections.get(CorrespondenceSections.TESTS).second());
        newest = Math.max(
                newest, sections.get(CorrespondenceSections.NEW_NETWORKS).second());
        return Math.max(newest, places.newest()) > moment.getEpochSecond();
    }

    /**
     * Drops counts dated in the future by a clock that was ahead. Windows reach back from the newest step, so until then nothing
     * would be counted in them and no limit would hold. Familiar networks and known recipients stay.
     *
     * @param most the latest possible time of an event
     */
    public Profile withoutCountsAfter(Instant most, ZoneId zone) {
        long second = most.getEpochSecond();
        int day = day(most, zone);
        Profile timely = toBuilder()
                .history(history.until(second, day))
                .rates(rates.until(second))
                .places(places.until(second))
                .networks(networks.until(day))
                .reservations(reservations.until(second))
                .failures(failures.until(second))
                .rhythm(rhythm.until(second, day))
                .sections(CorrespondenceSections.until(sections, second, day))
                .build();
        return Habits.until(timely, second, day);
    }

    /** The imported past: as if it had been let pass then. */
    public Profile withImported(MailEvent attempt, ZoneId zone, boolean overseas) {
        return seenEvents.contains(attempt.id())
                ? this
                : ProfileSizeLimiter.limit(accepted(attempt, zone, overseas).with(seenEvents.plus(attempt.id())));
    }

    /**
     * Freezes learning for {@link #FREEZE} from this time on, within the bounds of {@link LearningFreeze}; late submissions from
     * before are learned.
     */
    public Profile withLearningFrozen(Instant time, ZoneId zone) {
        Duration most =
                FamiliarityCredit.harmful(history, day(time, zone)) ? LearningFreeze.MOST_HARMFUL : LearningFreeze.MOST;
        return with(rhythm.with(rhythm.freeze().at(time.getEpochSecond(), most)));
    }

    /** With a local day marked as one of suspicion. */
    private Profile suspect(int day) {
        int[] row = new int[HistoryColumn.COUNT];
        row[HistoryColumn.SUSPECT] = 1;
        return with(history.plusDay(day, row));
    }

    /** Counts a submission, learns from it unless learning is frozen, and remembers it. */
    Profile count(MailEvent event, ZoneId zone, boolean overseas, Status fate) {
        return count(event, zone, overseas, fate, true);
    }

    /**
     * Counts a submission and remembers it.
     *
     * @param usual whether to learn from it, unless learning is frozen
     */
    private Profile count(MailEvent event, ZoneId zone, boolean overseas, Status fate, boolean usual) {
        int[] people = KnownRecipients.distinct(event.recipients());
        Reservation one = reservation(event, people, zone, overseas, fate);
        boolean familiar = one.lane().in(TrafficClass.FAMILIAR);
        RecentOrigins after = places(event, one.day(), familiar);
        int[] row = counted(one);
        row[HistoryColumn.SUSPECT] |= usual ? 0 : 1;
        if (!familiar) {
            places.addUnfamiliar(event, after, second -> day(Instant.ofEpochSecond(second), zone), row);
        }
        Profile counted = toBuilder()
                .history(history.plus(one.second(), one.day(), row))
                .rates(rates.plus(one.second(), 1))
                .places(after)
                .reservations(reservations.plus(one))
                .rhythm(rhythm.acceptedAt(one.second(), one.day()))
                .sections(
                        CorrespondenceSections.counted(this, event, people, one, usual && !rhythm.frozen(one.second())))
                .build();
        return usual ? counted.learned(event, people, zone, one.day()) : counted;
    }

    /** The row that a submission adds, marked while learning is frozen. */
    int[] counted(Reservation one) {
        int[] row = one.row(1);
        row[HistoryColumn.SUSPECT] = rhythm.frozen(one.second()) ? 1 : 0;
        return row;
    }

    /** The reservation of a submission, by what was learned before it. */
    Reservation reservation(MailEvent event, ZoneId zone, boolean overseas, Status fate) {
        return reservation(event, KnownRecipients.distinct(event.recipients()), zone, overseas, fate);
    }

    private Reservation reservation(MailEvent event, int[] people, ZoneId zone, boolean overseas, Status fate) {
        int day = day(event.time(), zone);
        int count = event.recipientCount();
        int fresh = fresh(event.recipients(), people);
        int compared = fresh < 0 ? 0 : Math.min(count, event.recipients().size());
        boolean familiar = networks.knows(event.origin(), day);
        return new Reservation(
                RecentSubmissions.key(event),
                event.time().getEpochSecond(),
                day,
                fate,
                TrafficClass.of(overseas, !familiar),
                count,
                Math.min(Math.max(0, fresh), compared),
                count - compared,
                0,
                familiar && networks.established() && FamiliarityCredit.newNetwork(networks, event, day));
    }

    /** With a submission counted or taken back, and its reservation replaced. */
    Profile with(Reservation old, Reservation changed, int[] row, ActivityRecency newRhythm) {
        int sign = Integer.signum(row[HistoryColumn.messages(old.lane())]);
        return toBuilder()
                .history(history.plus(old.second(), old.day(), row))
                .rates(rates.plus(old.second(), sign))
                .reservations(reservations.replace(old, changed))
                .rhythm(newRhythm)
                .sections(strangers(old, sign))
                .build();
    }

    private StateSections strangers(Reservation one, int sign) {
        return sections.with(
                CorrespondenceSections.STRANGERS,
                CorrespondenceSections.strangers(sections.get(CorrespondenceSections.STRANGERS), one, sign));
    }

    private Profile with(SubmissionCounters changed) {
        return toBuilder().counters(changed).build();
    }

    Profile with(SendHistory changed) {
        return toBuilder().history(changed).build();
    }

    private Profile with(RecentOrigins changed) {
        return toBuilder().places(changed).build();
    }

    Profile with(RecentSubmissions changed) {
        return toBuilder().reservations(changed).build();
    }

    Profile with(KnownRecipients changed) {
        return toBuilder().recipients(changed).build();
    }

    private Profile with(LoginFailures changed) {
        return toBuilder().failures(changed).build();
    }

    private Profile with(ActivityRecency changed) {
        return toBuilder().rhythm(changed).build();
    }

    Profile with(SeenEventIds changed) {
        return toBuilder().seenEvents(changed).build();
    }

    /** The account's labels, those that have ended perhaps among them. */
    public Labels labels() {
        return sections.get(Labels.SECTION);
    }

    /** The same with other labels. */
    public Profile with(Labels labels) {
        return with(Labels.SECTION, labels);
    }

    <T> Profile with(StateSection<T> kind, T value) {
        return with(sections.with(kind, value));
    }

    Profile with(StateSections changed) {
        return changed == sections ? this : toBuilder().sections(changed).build();
    }

    /** Encodes the profile without a version; the enclosing record has one. */
    public void write(BinaryStateWriter out) {
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
        sections.write(out);
    }

    /**
     * Decodes {@link #write}'s output.
     *
     * @param format the format that it was written in, 2 to {@link #FORMAT}
     */
    public static Profile read(BinaryStateReader in, int format) {
        SubmissionCounters counters = new SubmissionCounters(in.number(), in.number(), in.number());
        ActivityRecency rhythm = ActivityRecency.read(in, format);
        return builder()
                .counters(counters)
                .history(SendHistory.read(in))
                .rates(DecayingRates.read(in))
                .places(RecentOrigins.read(in, format))
                .networks(FamiliarNetworks.read(in, format))
                .recipients(KnownRecipients.read(in, format))
                .reservations(RecentSubmissions.read(in))
                .failures(LoginFailures.read(in, format))
                .rhythm(rhythm)
                .seenEvents(SeenEventIds.read(in))
                .sections(format < SECTIONS_FORMAT ? StateSections.NONE : StateSections.read(in, ProfileSections.KNOWN))
                .build();
    }
}
