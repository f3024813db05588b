package org.sekimori.engine;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Verdict;

/**
 * The answer to one submission, kept so that a repeated request gets the same one.
 *
 * @param fingerprint of account and event id, see {@link org.sekimori.mail.ReferenceCode}
 * @param second the event's time, seconds since 1970
 * @param key finds the submission in the profile, see {@link org.sekimori.profile.Profile#key}
 * @param verdict the verdict that was answered
 * @param rule the rule that refused or quarantined it; null for an accept
 * @param country country of a submission that was refused, or would have been in a domain that is not only observed; else
 *     empty
 * @param network network of such a submission, see {@link org.sekimori.mail.Origin#network}; else empty
 */
record CachedAnswer(
        long fingerprint,
        long second,
        int key,
        Verdict verdict,
        @Nullable String rule,
        String country,
        String network) {}
