package org.sekimori.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.RecentSubmissions.Reservation;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.codec.StateSection;
import org.sekimori.profile.codec.StateSections;
import org.sekimori.profile.statistics.CorrespondentSample;
import org.sekimori.profile.statistics.FlagDays;
import org.sekimori.profile.statistics.KnownSenders;
import org.sekimori.profile.statistics.NewNetworkTests;
import org.sekimori.profile.statistics.RunningTests;

/**
 * The sections of a profile that remember as whom and to whom an account writes, and what that says: see {@link KnownSenders},
 * {@link DistinctSketch}, {@link RunningTests}, {@link NewNetworkTests}, {@link FlagDays}. {@link CorrespondenceView} answers from them. Domains and senders
 * are kept as hashes, and of recipients nothing but counts.
 */
final class CorrespondenceSections {

    /** Different senders of a day that are counted exactly. */
    static final int EXACT_SENDERS = 16;

    /** Different domains of recipients of a day that are counted exactly. */
    static final int EXACT_DOMAINS = 24;

    /** Column of {@link #STRANGERS}: recipients never written to before. */
    static final int NEW = 0;

    /** Column of {@link #STRANGERS}: recipients that could be compared. */
    static final int COMPARED = 1;

    private static final int KEPT_DAYS = TimeWindow.Step.DAY.most();

    static final StateSection<KnownSenders> SENDERS = StateSection.of(
                    10, KnownSenders.NONE, KnownSenders::write, KnownSenders::read, KnownSenders::atMost)
            .shedding(value -> value.newest(8));

    static final StateSection<DistinctSketch> SENDERS_OF_DAY = sketch(11, EXACT_SENDERS);
    static final StateSection<DistinctSketch> DOMAINS = sketch(12, EXACT_DOMAINS);

    /** Recipients of mail from unfamiliar networks, by local day. */
    static final StateSection<TimeSeriesCounters> STRANGERS = StateSection.of(
                    13,
                    TimeSeriesCounters.empty(KEPT_DAYS, 2),
                    TimeSeriesCounters::write,
                    in -> TimeSeriesCounters.read(in, KEPT_DAYS, 2),
                    value -> Math.min(value.atMost(), 2 + value.size() * 14))
            .shedding(value -> value.newest(10));

    static final StateSection<RunningTests> TESTS = StateSection.of(
            14, RunningTests.NONE, RunningTests::write, RunningTests::read, value -> RunningTests.MOST_OCTETS);

    /** Time of the last probe, in seconds since 1970; 0 without one. */
    static final StateSection<Long> PROBE =
            StateSection.of(15, 0L, (value, out) -> out.signed(value), BinaryStateReader::signed, value -> 10);

    static final StateSection<FlagDays> FLAGS = StateSection.of(
                    16, FlagDays.NONE, FlagDays::write, FlagDays::read, FlagDays::atMost)
            .shedding(value -> value.newest(4));

    static final StateSection<NewNetworkTests> NEW_NETWORKS = StateSection.of(
            17,
            NewNetworkTests.NONE,
            NewNetworkTests::write,
            NewNetworkTests::read,
            value -> NewNetworkTests.MOST_OCTETS);

    /** Goes as soon as the last recipients do: without them it says nothing. */
    static final StateSection<CorrespondentSample> OLDER = StateSection.of(
                    19,
                    CorrespondentSample.NONE,
                    CorrespondentSample::write,
                    CorrespondentSample::read,
                    CorrespondentSample::atMost)
            .shedding(value -> CorrespondentSample.NONE);

    static final List<StateSection<?>> ALL =
            List.of(SENDERS, SENDERS_OF_DAY, DOMAINS, STRANGERS, TESTS, PROBE, FLAGS, NEW_NETWORKS, OLDER);

    private CorrespondenceSections() {}

    /** Different values of a day. */
    private static StateSection<DistinctSketch> sketch(int tag, int capacity) {
        return StateSection.of(
                tag,
                DistinctSketch.empty(capacity),
                DistinctSketch::write,
                in -> DistinctSketch.read(in, capacity, Profile.FORMAT, false),
                DistinctSketch::atMost);
    }

    /**
     * After an accepted submission.
     *
     * @param before what was known before it
     * @param people see {@link KnownRecipients#distinct}
     * @param learns whether its sender becomes known
     */
    static StateSections counted(Profile before, MailEvent event, int[] people, Reservation one, boolean learns) {
        boolean unfamiliar = one.lane().in(TrafficClass.UNFAMILIAR);
        RunningTests tests = withRecipients(before, before.sections().get(TESTS), one)
                .plusDelivered(one.second(), one.recipients(), unfamiliar);
        StateSections after = named(before.sections(), event, one.day(), unfamiliar, learns)
                .with(TESTS, tests)
                .with(STRANGERS, strangers(before.sections().get(STRANGERS), one, 1));
        if (before.networks().established() && FamiliarityCredit.newNetwork(before.networks(), event, one.day())) {
            NewNetworkTests apart = after.get(NEW_NETWORKS).plusAccepted(one.second(), step(before, one));
            after = after.with(
                    NEW_NETWORKS,
                    one.fewDays()
                            ? apart.plusBounces(one.second(), RunningTests.deliveredStep(one.recipients()))
                            : apart);
        }
        return probes(before, event, people) ? after.with(PROBE, Math.max(one.second(), after.get(PROBE))) : after;
    }

    /**
     * After an attempt whose outcome was counted before it.
     *
     * @param ahead the outcome
     * @param one the attempt
     */
    static StateSections met(Profile before, MailEvent event, Reservation ahead, Reservation one, boolean learns) {
        boolean unfamiliar = ahead.lane().in(TrafficClass.UNFAMILIAR);
        StateSections named = named(before.sections(), event, ahead.day(), unfamiliar, learns);
        return ahead.uncompared() < ahead.recipients()
                ? named
                : named.with(TESTS, withRecipients(before, named.get(TESTS), one));
    }

    private static RunningTests withRecipients(Profile before, RunningTests tests, Reservation one) {
        return tests.plusRecipients(one.second(), step(before, one), one.lane().in(TrafficClass.UNFAMILIAR));
    }

    /** What a submission adds to the tests of new recipients. */
    private static double step(Profile before, Reservation one) {
        int compared = one.recipients() - one.uncompared();
        return compared == 0 ? 0 : RunningTests.recipientStep(one.fresh(), compared, usualNewShare(before, one.day()));
    }

    /** After a submission was refused for good. */
    static StateSections refused(Profile before, Reservation one) {
        StateSections sections = before.sections();
        return sections.with(NEW_NETWORKS, sections.get(NEW_NETWORKS).plusRefused(one.second(), step(before, one)));
    }

    /** The account's own share of new recipients, see {@link DailyBaseline#newShare}. */
    static double usualNewShare(Profile profile, int today) {
        return DailyBaseline.newShare(profile.history().days(), today);
    }

    private static StateSections named(
            StateSections sections, MailEvent event, int day, boolean unfamiliar, boolean learns) {
        int minute = RecentOrigins.minute(event.time().getEpochSecond());
        StateSections after = sections;
        String other = otherSender(event);
        if (other != null) {
            after = after.with(
                    SENDERS_OF_DAY, after.get(SENDERS_OF_DAY).plus(StableHash.of(other), minute, unfamiliar));
        }
        if (learns && event.sender() != null) {
            KnownSenders senders = after.get(SENDERS);
            after = after.with(SENDERS, other == null ? senders.plusOwn(day) : senders.plus(StableHash.of(other), day));
        }
        return after.with(DOMAINS, withDomains(after.get(DOMAINS), event, unfamiliar));
    }

    static DistinctSketch withDomains(DistinctSketch domains, MailEvent event, boolean unfamiliar) {
        int minute = RecentOrigins.minute(event.time().getEpochSecond());
        DistinctSketch after = domains;
        for (int domain : domains(event.recipients())) {
            after = after.plus(domain, minute, unfamiliar);
        }
        return after;
    }

    /** The sender in small letters, if it is neither the null sender nor the account's own name; else null. */
    static @Nullable String otherSender(MailEvent event) {
        String sender = event.sender() == null ? "" : event.sender().toLowerCase(Locale.ROOT);
        return sender.isEmpty() || sender.equals(event.account().name()) ? null : sender;
    }

    /** The recipients whose domains a thread hashed last: a decision asks for the same ones several times. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    private record Domains(List<String> recipients, int[] hashes) {}

    private static final ThreadLocal<Domains> LAST = new ThreadLocal<>();

    /**
     * The hash of each domain of these recipients once, in ascending order.
     *
     * @param recipients a list that does not change, as of {@link MailEvent#recipients}
     * @return not to be changed
     */
    static int[] domains(List<String> recipients) {
        Domains last = LAST.get();
        if (last == null || last.recipients != recipients) {
            last = new Domains(recipients, hashed(recipients));
            LAST.set(last);
        }
        return last.hashes;
    }

    private static int[] hashed(List<String> recipients) {
        int[] hashes = new int[recipients.size()];
        int size = 0;
        for (String recipient : recipients) {
            int at = recipient.lastIndexOf('@');
            if (at >= 0 && at < recipient.length() - 1) {
                hashes[size++] = StableHash.of(recipient.substring(at + 1));
            }
        }
        Arrays.sort(hashes, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[distinct++] = hashes[i];
            }
        }
        return Arrays.copyOf(hashes, distinct);
    }

    /** Largest message that is a probe, in octets: text that somebody types to see whether it arrives. */
    static final int PROBE_OCTETS = 2048;

    /** Whether a submission looks like a trial of a stolen password; see {@link CorrespondenceView#probes}. */
    static boolean probes(Profile before, MailEvent event, int[] people) {
        return event.recipientCount() == 1
                && event.size() <= PROBE_OCTETS
                && before.networks().established()
                && !before.networks().met(event.origin())
                && before.fresh(event.recipients(), people) == 1;
    }

    /** With the recipients of a submission from an unfamiliar network counted, or taken back. */
    static TimeSeriesCounters strangers(TimeSeriesCounters strangers, Reservation one, int sign) {
        int compared = one.recipients() - one.uncompared();
        return compared == 0 || !one.lane().in(TrafficClass.UNFAMILIAR)
                ? strangers
                : strangers.plus(one.day(), new int[] {sign * one.fresh(), sign * compared});
    }

    /**
     * After a report that recipients of a submission bounced.
     *
     * @param failed how many
     * @param before how many had failed before
     */
    static StateSections bounced(StateSections sections, MailEvent report, Reservation one, int failed, int before) {
        if (!unknownUser(report.statusCode())) {
            return sections;
        }
        long second = report.time().getEpochSecond();
        boolean unfamiliar = one.lane().in(TrafficClass.UNFAMILIAR);
        StateSections tested =
                sections.with(TESTS, sections.get(TESTS).plusUnknown(second, failed, before, unfamiliar));
        return one.fewDays()
                ? tested.with(
                        NEW_NETWORKS,
                        tested.get(NEW_NETWORKS).plusBounces(second, RunningTests.unknownStep(failed, before)))
                : tested;
    }

    /**
     * Whether a status says that there is no such mailbox: 5.1.x, 5.2.1 (RFC 3463), a bare 550, 551 or 553 (RFC 5321), or nothing.
     * A full mailbox or a refused content says nothing about the list of recipients.
     */
    static boolean unknownUser(@Nullable String status) {
        return status == null
                || status.startsWith("5.1.")
                || List.of("", "5.2.1", "550", "551", "553").contains(status);
    }

    /** After a change of the password: what was evidence of the old one's theft is none any more. */
    static StateSections passwordChanged(StateSections sections, long second) {
        StateSections after =
                sections.get(TESTS).second() <= second ? sections.with(TESTS, RunningTests.NONE) : sections;
        if (after.get(NEW_NETWORKS).second() <= second) {
            after = after.with(NEW_NETWORKS, NewNetworkTests.NONE);
        }
        return after.get(PROBE) <= second ? after.with(PROBE, 0L) : after;
    }

    /**
     * After a judgement, as {@link Profile#withJudgement}.
     *
     * @param from first local day of the judged activity
     * @param today the day of the judgement
     */
    static StateSections judged(StateSections sections, int from, int today, boolean harmless) {
        return sections.with(TESTS, RunningTests.NONE)
                .with(NEW_NETWORKS, NewNetworkTests.NONE)
                .with(PROBE, 0L)
                .with(SENDERS_OF_DAY, DistinctSketch.empty(EXACT_SENDERS))
                .with(DOMAINS, DistinctSketch.empty(EXACT_DOMAINS))
                .with(STRANGERS, sections.get(STRANGERS).before(harmless ? today : from))
                .with(FLAGS, sections.get(FLAGS).before(from))
                .with(
                        SENDERS,
                        harmless ? sections.get(SENDERS) : sections.get(SENDERS).before(from));
    }

    /** Without what is dated later than a moment, as {@link Profile#withoutCountsAfter}. */
    static StateSections until(StateSections sections, long second, int day) {
        int minute = RecentOrigins.minute(second);
        return sections.with(TESTS, sections.get(TESTS).until(second))
                .with(NEW_NETWORKS, sections.get(NEW_NETWORKS).until(second))
                .with(PROBE, Math.min(second, sections.get(PROBE)))
                .with(SENDERS_OF_DAY, sections.get(SENDERS_OF_DAY).until(minute))
                .with(DOMAINS, sections.get(DOMAINS).until(minute))
                .with(STRANGERS, sections.get(STRANGERS).before(day + 1))
                .with(FLAGS, sections.get(FLAGS).before(day + 1))
                .with(SENDERS, sections.get(SENDERS).until(day));
    }
}
