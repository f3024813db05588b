package org.sekimori.profile;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.statistics.NewNetworkTests;
import org.sekimori.profile.statistics.RunningTests;

/**
 * As whom and to whom an account writes, at the moment of a submission: what rules ask of {@link CorrespondenceSections} and of the
 * account's days. Each answer says whether it includes the submission itself.
 */
public final class CorrespondenceView {

    /** Nothing is known. */
    public static final int UNKNOWN = -1;

    private static final int UNASKED = -2;

    private static final int DAY = 86_400;
    private static final int PROBE_HOURS = 168;
    private static final double TENTHS = 10;

    private final Profile profile;
    private final MailEvent event;
    private final int today;
    private final int[] people;
    private final boolean familiar;

    /** What several rules ask for, found when the first one does; {@link #UNASKED} or null until then. */
    private int newRecipients = UNASKED;

    private double step = Double.NaN;
    private @Nullable RunningTests tests;
    private @Nullable RunningTests withThis;
    private @Nullable NewNetworkTests fewDays;

    CorrespondenceView(Profile profile, MailEvent event, ZoneId zone) {
        this.profile = profile;
        this.event = event;
        this.today = Profile.day(event.time(), zone);
        this.people = KnownRecipients.distinct(event.recipients());
        this.familiar = profile.networks().knows(event.origin(), today);
    }

    private long now() {
        return event.time().getEpochSecond();
    }

    private int minute() {
        return RecentOrigins.minute(now());
    }

    /** Whether the envelope sender is another name than the account's, not used on an earlier day. */
    public boolean newSender() {
        String other = CorrespondenceSections.otherSender(event);
        return other != null
                && profile.sections().get(CorrespondenceSections.SENDERS).isNew(StableHash.of(other), today);
    }

    /** Different other senders of a window up to {@code 24h}, this one included; exact up to 16. */
    public long senders(TimeWindow window) {
        DistinctSketch senders = profile.sections().get(CorrespondenceSections.SENDERS_OF_DAY);
        String other = CorrespondenceSections.otherSender(event);
        return (other == null ? senders : senders.plus(StableHash.of(other), minute(), !familiar))
                .distinct(minute(), window);
    }

    /** Different domains of this submission's recipients; 0 if they are not named. */
    public int domains() {
        return CorrespondenceSections.domains(event.recipients()).length;
    }

    /** Different domains of recipients in a window up to {@code 24h}, this submission included; exact up to 24. */
    public long domains(TimeWindow window) {
        return domainsWithThis().distinct(minute(), window);
    }

    /** Those of {@link #domains} that mail from an unfamiliar network went to last. */
    public long unfamiliarDomains(TimeWindow window) {
        return domainsWithThis().marked(minute(), window);
    }

    private DistinctSketch domainsWithThis() {
        return CorrespondenceSections.withDomains(
                profile.sections().get(CorrespondenceSections.DOMAINS), event, !familiar);
    }

    /** Recipients of a message on the account's own days, see {@link DailyBaseline#recipientsPerMessage}. */
    public double usualRecipientsPerMessage() {
        return rounded(DailyBaseline.recipientsPerMessage(profile.history().days(), today));
    }

    /** Recipients of this submission never written to before; {@link #UNKNOWN} if that cannot be said. */
    public int newRecipients() {
        if (newRecipients == UNASKED) {
            newRecipients = profile.fresh(event.recipients(), people);
        }
        return newRecipients;
    }

    /** {@link #newRecipients} among this submission's different recipients, 0 to 1, or {@link #UNKNOWN}. */
    public double newShare() {
        int fresh = newRecipients();
        return fresh < 0 ? UNKNOWN : (double) fresh / people.length;
    }

    /** The account's own share of new recipients, see {@link DailyBaseline#newShare}. */
    public double usualNewShare() {
        return CorrespondenceSections.usualNewShare(profile, today);
    }

    /**
     * New recipients among those of mail from unfamiliar networks, without this submission: 0 to 1, or {@link #UNKNOWN} without
     * any that could be compared.
     *
     * @throws IllegalArgumentException unless the window is counted in days
     */
    public double newShareUnfamiliar(TimeWindow window) {
        requireDays(window);
        TimeSeriesCounters strangers = profile.sections().get(CorrespondenceSections.STRANGERS);
        long compared = strangers.sum(CorrespondenceSections.COMPARED, today, window.steps());
        return compared == 0
                ? UNKNOWN
                : (double) strangers.sum(CorrespondenceSections.NEW, today, window.steps()) / compared;
    }

    private static void requireDays(TimeWindow window) {
        if (window.step() != TimeWindow.Step.DAY) {
            throw new IllegalArgumentException("only days are kept here: a window is 1d (today) to 35d, not " + window);
        }
    }

    /**
     * Whether this submission looks like a trial of a stolen password: the first one from a network and provider that the account
     * never used, once any are familiar, with one recipient, who was never written to, and at most
     * {@value CorrespondenceSections#PROBE_OCTETS} octets, or of unknown size.
     */
    public boolean probes() {
        return CorrespondenceSections.probes(profile, event, people);
    }

    /** Whole hours since the last accepted probe, 0 to 168; 168 without one in these seven days. */
    public long hoursSinceProbe() {
        long probe = profile.sections().get(CorrespondenceSections.PROBE);
        return probe == 0 ? PROBE_HOURS : Math.max(0, Math.min(PROBE_HOURS, (now() - probe) / 3600));
    }

    /**
     * Whole days of 24 hours without an accepted submission before the first one of today, or before now without one today;
     * {@link #UNKNOWN} if none is known before.
     */
    public long idleDays() {
        ActivityRecency rhythm = profile.rhythm();
        if (rhythm.accepted() == 0) {
            return UNKNOWN;
        }
        long idle = rhythm.day() == today ? rhythm.idleBefore() : Math.max(0, now() - rhythm.accepted());
        return idle == ActivityRecency.ALWAYS ? UNKNOWN : idle / DAY;
    }

    /** Local days since the first accepted submission that is known; {@link #UNKNOWN} without one. */
    public long ageDays() {
        ActivityRecency rhythm = profile.rhythm();
        return rhythm.accepted() == 0 ? UNKNOWN : Math.max(0, today - rhythm.firstDay());
    }

    /** The test of new recipients, this submission included; see {@link RunningTests}. One decimal. */
    public double newRecipientEvidence() {
        return rounded(withThis().recipients());
    }

    /** The same of mail from unfamiliar networks. */
    public double newRecipientEvidenceUnfamiliar() {
        return rounded(withThis().strangeRecipients());
    }

    private RunningTests withThis() {
        RunningTests known = withThis;
        if (known == null) {
            known = tests().plusRecipients(now(), step(), !familiar);
            withThis = known;
        }
        return known;
    }

    private double step() {
        if (Double.isNaN(step)) {
            int fresh = newRecipients();
            step = fresh < 0 ? 0 : RunningTests.recipientStep(fresh, people.length, usualNewShare());
        }
        return step;
    }

    /** Whether the account has used the network itself on few days, once any place is familiar. */
    public boolean newNetwork() {
        return profile.networks().established() && FamiliarityCredit.newNetwork(profile.networks(), event, today);
    }

    /** The test of new recipients of mail from such networks; with this submission if it comes from one. */
    public double newRecipientEvidenceFewDays() {
        return rounded(fewDaysWithThis().recipients());
    }

    private NewNetworkTests fewDaysWithThis() {
        return newNetwork() ? fewDays().plusAccepted(now(), step()) : fewDays();
    }

    /** The test of new recipients of refused attempts, with this submission. */
    public double newRecipientEvidenceRefused() {
        return rounded(fewDays().plusRefused(now(), step()).refused());
    }

    /** The test of bounces of unknown users, of mail from new networks of familiar providers, without this submission. */
    public double bounceEvidenceFewDays() {
        return rounded(fewDays().bounces());
    }

    private NewNetworkTests fewDays() {
        NewNetworkTests known = fewDays;
        if (known == null) {
            known = profile.sections().get(CorrespondenceSections.NEW_NETWORKS).at(now());
            fewDays = known;
        }
        return known;
    }

    /** The test of bounces of unknown users, without this submission; see {@link RunningTests}. One decimal. */
    public double bounceEvidence() {
        return rounded(tests().bounces());
    }

    /** The same of mail from unfamiliar networks. */
    public double bounceEvidenceUnfamiliar() {
        return rounded(tests().strangeBounces());
    }

    private RunningTests tests() {
        RunningTests known = tests;
        if (known == null) {
            known = profile.sections().get(CorrespondenceSections.TESTS).at(now());
            tests = known;
        }
        return known;
    }

    /**
     * On how many days of a window a rule flagged, before this submission.
     *
     * @throws IllegalArgumentException unless the window is counted in days
     */
    public int flaggedDays(String rule, TimeWindow window) {
        requireDays(window);
        return profile.sections().get(CorrespondenceSections.FLAGS).count(StableHash.of(rule), today, window.steps());
    }

    private static double rounded(double value) {
        return Math.round(value * TENTHS) / TENTHS;
    }
}
