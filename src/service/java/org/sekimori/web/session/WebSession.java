package org.sekimori.web.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The session of a person who has logged in. Lives in memory only.
 *
 * @param <T> what is known of the person
 */
public final class WebSession<T> {

    private final String key;
    private final T owner;
    private final String formToken;
    private final Instant began;
    private final @Nullable String idToken;
    private volatile Instant used;

    WebSession(String key, T owner, String formToken, Instant began, @Nullable String idToken) {
        this.key = key;
        this.owner = owner;
        this.formToken = formToken;
        this.began = began;
        this.used = began;
        this.idToken = idToken;
    }

    /** Hash of the id in the cookie. */
    String key() {
        return key;
    }

    public T owner() {
        return owner;
    }

    /** What every form of this session sends back. */
    String formToken() {
        return formToken;
    }

    /** The ID token that the identity provider let the person in with, for the log-out there; null if it was not a provider, or not kept. */
    public @Nullable String idToken() {
        return idToken;
    }

    Instant began() {
        return began;
    }

    Instant used() {
        return used;
    }

    void use(Instant now) {
        used = now;
    }
}
