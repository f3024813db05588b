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
    private final @Nullable ProviderLogIn provider;
    private volatile Instant used;

    WebSession(String key, T owner, String formToken, Instant began, @Nullable ProviderLogIn provider) {
        this.key = key;
        this.owner = owner;
        this.formToken = formToken;
        this.began = began;
        this.used = began;
        this.provider = provider;
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

    /** The log-in at the identity provider that let the person in; null if it was not a provider. */
    public @Nullable ProviderLogIn provider() {
        return provider;
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
