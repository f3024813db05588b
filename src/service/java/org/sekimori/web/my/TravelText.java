package org.sekimori.web.my;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.Grant;
import org.sekimori.text.LocalizedTimeText;

/**
 * Writes grants and moments for one reader.
 *
 * @param home zone of the domain
 * @param place zone of the place where the reader is; null if unknown
 * @param length of a grant
 */
record TravelText(Locale language, ZoneId home, @Nullable ZoneId place, Instant now, Duration length) {

    private static final Duration WORTH_IT = Duration.ofHours(1);

    MomentText moment(Instant time) {
        return MomentText.of(time, language, home, place);
    }

    /** The day alone, in the time of home. */
    String day(Instant time) {
        return LocalizedTimeText.day(time, language, home);
    }

    TravelGrant grant(Grant grant) {
        String countries = grant.countries().stream()
                .map(code -> CountryNames.name(code, language))
                .collect(Collectors.joining(language.getLanguage().equals("ja") ? "、" : ", "));
        return new TravelGrant(
                grant.id(),
                TravelGrant.state(grant, now),
                countries,
                moment(grant.from()),
                moment(grant.until()),
                !now.plus(length).isBefore(grant.until().plus(WORTH_IT)));
    }
}
