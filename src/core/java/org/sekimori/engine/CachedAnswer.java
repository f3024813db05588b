package org.sekimori.engine;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Verdict;

/**
 * The answer to one submission, kept so that a repetition is told the same.
 *
 * @param fingerprint of account and event id, see {@link org.sekimori.mail.ReferenceCode}
 * @param second the event's time, seconds since 1970
 * @param key finds the submission in the profile, see {@link org.sekimori.profile.Profile#key}
 * @param verdict what was told
 * @param rule rule that refused, null for an accept
 * @param country where it came from if it was refused, or would have been if its domain were not only observed, and had a
 *     country; else empty
 * @param network the network of such a submission, see {@link org.sekimori.mail.Origin#network}; else empty
 */
record CachedAnswer(
        long fingerprint,
        long second,
        int key,
        Verdict verdict,
        @Nullable String rule,
        String country,
        String network) {}
