package org.sekimori.profile;

import org.sekimori.mail.MailEvent;

/**
 * Credit that a submission earns for its network ({@link FamiliarNetworks}) and its recipients.
 *
 * <p>Until anything is familiar, every day counts in full, since there is nothing to compare with; likewise while recipients are
 * never reported. Then a day counts in full when at least half of a message's recipients are known correspondents, and
 * {@value #STRANGERS} otherwise: shops and newsletters write to strangers all their life, and their networks must become
 * familiar, too. Five such days are worth one, and with the decay it takes 15 in a row to reach the weight of three days with
 * mail to known people. Days under suspicion, and days with mail to strangers while much of the mail bounces or draws complaints,
 * earn nothing.
 *
 * <p>Who reads the mailbox knows whom to write to. So a day in a place that is not familiar counts {@value #BESIDE_HOME} while a
 * familiar one was in use within a week: an intruder beside the owner needs a week of daily letters instead of three days, and an
 * owner who moved is at home again when the old place has been silent for a week. What was learned so is still a network of few
 * days ({@link #newNetwork}), where strangers are counted apart.
 *
 * <p>A correspondent is known once the account wrote to them from a network that was familiar then. So a thief does not become
 * familiar by writing to himself.
 */
final class FamiliarityCredit {

    /** Credit of a day without mail to known people. */
    static final double STRANGERS = 0.2;

    /** Credit of a day in a place that is not familiar, while the owner's familiar places are in use. */
    static final double BESIDE_HOME = 0.4;

    /** So many days before count as now. */
    private static final int LATELY_DAYS = 7;

    /** Fewer credited days than this make a network of few days, however familiar its provider is. */
    static final double FEW_DAYS = 4;

    private FamiliarityCredit() {}

    /** Whether the account has used a submission's network itself on few days. */
    static boolean newNetwork(FamiliarNetworks networks, MailEvent event, int day) {
        return networks.weight(event.origin(), day) < FEW_DAYS;
    }

    /** The credit of a submission's day for its network, 0 to 1. */
    static double credit(Profile profile, MailEvent event, int[] people, int day) {
        if (profile.rhythm().frozen(event.time().getEpochSecond())) {
            return 0;
        }
        if (!profile.networks().established() || profile.recipients().isEmpty()) {
            return 1;
        }
        if (known(profile, event, people)) {
            return profile.networks().knows(event.origin(), day) || !homeInUse(profile.history(), day)
                    ? 1
                    : BESIDE_HOME;
        }
        return !profile.networks().gains(event.origin(), day, STRANGERS) || harmful(profile.history(), day)
                ? 0
                : STRANGERS;
    }

    private static boolean homeInUse(SendHistory history, int day) {
        for (TrafficClass trafficClass : TrafficClass.values()) {
            if (trafficClass.in(TrafficClass.FAMILIAR)
                    && history.days().sum(HistoryColumn.messages(trafficClass), day, LATELY_DAYS) > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean known(Profile profile, MailEvent event, int[] people) {
        return people.length > 0 && 2 * profile.vouched(event.recipients(), people) >= people.length;
    }

    /** Whether the recipients of a submission are known to be written to by the owner from now on. */
    static boolean knowsRecipients(FamiliarNetworks networks, MailEvent event, int day) {
        return !networks.established()
                || FamiliarNetworks.locatesOwner(event.origin()) && networks.knows(event.origin(), day);
    }

    private static final int WEEK = 7;
    private static final long LEAST_BOUNCED = 5;
    private static final long LEAST_BOUNCED_OF_DAY = 2;
    private static final long MOST_BOUNCED_PERCENT = 10;
    private static final long LEAST_COMPLAINTS = 2;
    private static final long COMPLAINED_PER_MILLE = 3;

    /** Whether the mail of the last seven days did harm. */
    static boolean harmful(SendHistory history, int day) {
        long bounced = history.days().sum(HistoryColumn.BOUNCED, day, WEEK);
        long complained = history.days().sum(HistoryColumn.COMPLAINED, day, WEEK);
        if (bounced < LEAST_BOUNCED && complained < LEAST_COMPLAINTS) {
            return false;
        }
        long all = 0;
        for (TrafficClass trafficClass : TrafficClass.values()) {
            all += history.days().sum(HistoryColumn.recipients(trafficClass), day, WEEK);
        }
        return harmful(bounced, complained, all, LEAST_BOUNCED);
    }

    /** Whether the mail of one day did harm; with fewer recipients to judge by. */
    static boolean harmfulDay(long bounced, long complained, long recipients) {
        return harmful(bounced, complained, recipients, LEAST_BOUNCED_OF_DAY);
    }

    /**
     * Whether mail did harm: 10 % of its recipients, and at least 5 in a week or 2 on a day, could not be reached, or 0.3 %, and at
     * least 2, complained. Honest mail bounces to less than 1 %; 0.3 % complaints is the bound of Google's guidelines for senders.
     */
    private static boolean harmful(long bounced, long complained, long recipients, long leastBounced) {
        return bounced >= leastBounced && bounced * 100 >= recipients * MOST_BOUNCED_PERCENT
                || complained >= LEAST_COMPLAINTS && complained * 1000 >= recipients * COMPLAINED_PER_MILLE;
    }
}
