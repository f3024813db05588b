package org.sekimori.profile;

import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.statistics.CorrespondentSample;

/**
 * Keeps a profile within {@link Profile#MAX_OCTETS}. Only an account that sends in several traffic classes in nearly every minute
 * for days gets there, which the shipped limits prevent. It drops the least informative parts, in this order and only as far as
 * needed: recipients beyond the last 32, reservations beyond the last 24, days beyond the last 10, half hours beyond the last 16,
 * ids beyond the last 16, what the tagged sections can do without best; and if all that is not enough, minutes beyond the last 20 and half hours beyond the last 8. Longer
 * windows count the rest.
 */
final class ProfileSizeLimiter {

    /** Totals, times of activity with a freeze and seven hours of deferrals, and rates, in octets. */
    private static final int FIXED = 3 * 10 + 8 * 10 + 46 + 10 + 3 * 5;

    private static final int STAGES = 7;

    private ProfileSizeLimiter() {}

    static Profile limit(Profile profile) {
        if (atMost(profile) <= Profile.MAX_OCTETS) {
            return profile;
        }
        Profile kept = profile.with(profile.history().measured());
        for (int stage = 0; stage < STAGES && octets(kept) > Profile.MAX_OCTETS; stage++) {
            kept = shed(kept, stage);
        }
        return kept;
    }

    /** Never less than {@link #octets}, and found without encoding: this is asked several times for each submission. */
    private static int atMost(Profile profile) {
        return FIXED
                + profile.history().atMost()
                + profile.places().atMost()
                + profile.networks().atMost()
                + profile.recipients().atMost()
                + profile.reservations().atMost()
                + profile.failures().atMost()
                + profile.seenEvents().atMost()
                + profile.sections().atMost();
    }

    private static int octets(Profile profile) {
        BinaryStateWriter out = new BinaryStateWriter();
        profile.write(out);
        return out.size();
    }

    private static Profile shed(Profile profile, int stage) {
        SendHistory history = profile.history();
        return switch (stage) {
            case 0 ->
                profile.with(profile.recipients().newest(32))
                        .with(CorrespondenceSections.OLDER, CorrespondentSample.NONE);
            case 1 -> profile.with(profile.reservations().newest(24));
            case 2 ->
                profile.with(new SendHistory(
                        history.minutes(), history.halfHours(), history.days().newest(10)));
            case 3 ->
                profile.with(
                        new SendHistory(history.minutes(), history.halfHours().newest(16), history.days()));
            case 4 -> profile.with(profile.seenEvents().newest(16));
            case 5 -> profile.with(profile.sections().shed());
            default ->
                profile.with(new SendHistory(
                        history.minutes().newest(20), history.halfHours().newest(8), history.days()));
        };
    }
}
