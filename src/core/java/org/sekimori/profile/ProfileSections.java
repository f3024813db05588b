package org.sekimori.profile;

import java.util.List;
import java.util.stream.Stream;
import org.sekimori.profile.codec.StateSection;
import org.sekimori.profile.habits.FlaggedPlaces;
import org.sekimori.profile.habits.KnownNames;
import org.sekimori.profile.habits.LastPlaces;
import org.sekimori.profile.habits.OwnHours;
import org.sekimori.profile.labels.Labels;

/**
 * The tagged sections of a {@link Profile}, see {@link org.sekimori.profile.codec.StateSections}. A tag is never given twice, not
 * even to a section whose predecessor is gone. Together they take at most {@value #MAX_OCTETS} octets once shed.
 */
final class ProfileSections {

    /** What all sections together may take after {@link ProfileSizeLimiter} has shed what it can, in octets. */
    static final int MAX_OCTETS = 1536;

    /** Every section that this version knows. */
    static final List<StateSection<?>> KNOWN = Stream.of(
                    List.of(RefusedAttempts.SECTION, KnownNames.SECTION, OwnHours.SECTION, LastPlaces.SECTION),
                    CorrespondenceSections.ALL,
                    List.of(FlaggedPlaces.SECTION, Labels.SECTION))
            .<StateSection<?>>flatMap(List::stream)
            .toList();

    private ProfileSections() {}
}
