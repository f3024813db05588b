package org.sekimori.profile;

import org.sekimori.mail.SubmissionCounters;
import org.sekimori.profile.codec.StateSections;
import org.sekimori.profile.statistics.DecayingRates;

/** Builds a profile one component at a time; the components are described and checked by {@link Profile}. */
final class ProfileBuilder {

    private SubmissionCounters counters = SubmissionCounters.ZERO;
    private SendHistory history = SendHistory.EMPTY;
    private DecayingRates rates = DecayingRates.NONE;
    private RecentOrigins places = RecentOrigins.NONE;
    private FamiliarNetworks networks = FamiliarNetworks.NONE;
    private KnownRecipients recipients = KnownRecipients.NONE;
    private RecentSubmissions reservations = RecentSubmissions.NONE;
    private LoginFailures failures = LoginFailures.NONE;
    private ActivityRecency rhythm = ActivityRecency.NONE;
    private SeenEventIds seenEvents = SeenEventIds.NONE;
    private StateSections sections = StateSections.NONE;

    ProfileBuilder() {}

    ProfileBuilder(Profile from) {
        counters = from.counters();
        history = from.history();
        rates = from.rates();
        places = from.places();
        networks = from.networks();
        recipients = from.recipients();
        reservations = from.reservations();
        failures = from.failures();
        rhythm = from.rhythm();
        seenEvents = from.seenEvents();
        sections = from.sections();
    }

    ProfileBuilder counters(SubmissionCounters value) {
        counters = value;
        return this;
    }

    ProfileBuilder history(SendHistory value) {
        history = value;
        return this;
    }

    ProfileBuilder rates(DecayingRates value) {
        rates = value;
        return this;
    }

    ProfileBuilder places(RecentOrigins value) {
        places = value;
        return this;
    }

    ProfileBuilder networks(FamiliarNetworks value) {
        networks = value;
        return this;
    }

    ProfileBuilder recipients(KnownRecipients value) {
        recipients = value;
        return this;
    }

    ProfileBuilder reservations(RecentSubmissions value) {
        reservations = value;
        return this;
    }

    ProfileBuilder failures(LoginFailures value) {
        failures = value;
        return this;
    }

    ProfileBuilder rhythm(ActivityRecency value) {
        rhythm = value;
        return this;
    }

    ProfileBuilder seenEvents(SeenEventIds value) {
        seenEvents = value;
        return this;
    }

    ProfileBuilder sections(StateSections value) {
        sections = value;
        return this;
    }

    /** The profile. */
    Profile build() {
        return new Profile(
                counters,
                history,
                rates,
                places,
                networks,
                recipients,
                reservations,
                failures,
                rhythm,
                seenEvents,
                sections);
    }
}
