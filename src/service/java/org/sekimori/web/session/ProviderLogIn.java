package org.sekimori.web.session;

import org.jspecify.annotations.Nullable;

/**
 * How an identity provider knows the log-in that a session came from, so that it can end the session.
 *
 * @param subject the person's lasting id there
 * @param session the provider's own session ({@code sid}); null if the provider names none
 * @param idToken for the log-out there; null: none is kept
 */
public record ProviderLogIn(
        String subject, @Nullable String session, @Nullable String idToken) {

    /**
     * Whether the provider means this log-in. One whose session at the provider is not known is meant by every log-out of its person.
     *
     * @param endedSubject null: only the session is named
     * @param endedSession null: all sessions of the person
     */
    boolean is(@Nullable String endedSubject, @Nullable String endedSession) {
        return (endedSubject != null || endedSession != null)
                && (endedSubject == null || endedSubject.equals(subject))
                && (endedSession == null || endedSession.equals(session) || session == null && endedSubject != null);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return subject;
    }
}
