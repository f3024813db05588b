package org.sekimori.lab.judge.customers;

import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;

/** Location and channel of a submission. */
public record SubmissionRoute(ClientLocation place, SubmissionChannel channel) {

    static SubmissionRoute client(ClientLocation place) {
        return new SubmissionRoute(place, SubmissionChannel.SUBMISSION);
    }

    static SubmissionRoute webmail(ClientLocation place) {
        return new SubmissionRoute(place, SubmissionChannel.WEBMAIL);
    }

    /** Whether the server sees the client in another country. */
    public boolean abroad() {
        return place.origin() instanceof Origin.Country country
                && !country.country().equals(WorldSettings.HOME);
    }
}
