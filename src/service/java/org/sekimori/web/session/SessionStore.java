package org.sekimori.web.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one realm, in memory: a restart ends them all. An id is 256 random bits, and only its hash is kept, so that nobody reads
 * an id out of a dump. Thread-safe.
 *
 * @param <T> what is known of a person; equal for the sessions of one
 */
public final class SessionStore<T> {

    private static final int ID_BYTES = 32;

    private final SessionLimits limits;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, WebSession<T>> sessions = new HashMap<>();

    public SessionStore(SessionLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Begins a session; returns its id. */
    String begin(T owner) {
        return begin(owner, null);
    }

    /** The same of a log-in at an identity provider. */
    synchronized String begin(T owner, @Nullable ProviderLogIn provider) {
        Instant now = clock.instant();
        sessions.values().removeIf(one -> over(one, now));
        endOldest(one -> one.owner().equals(owner), limits.mostEach());
        endOldest(one -> true, limits.most());
        String id = token();
        sessions.put(key(id), new WebSession<>(key(id), owner, token(), now, provider));
        return id;
    }

    private void endOldest(Predicate<WebSession<T>> of, int most) {
        List<WebSession<T>> all = sessions.values().stream()
                .filter(of)
                .sorted(Comparator.comparing((WebSession<T> one) -> one.used()))
                .toList();
        all.stream().limit(Math.max(0, all.size() - most + 1L)).forEach(one -> sessions.remove(one.key()));
    }

    /**
     * The session of an id; null if there is none any more.
     *
     * @param uses whether that keeps it from ending by idleness
     */
    synchronized @Nullable WebSession<T> find(String id, boolean uses) {
        @Nullable WebSession<T> found = sessions.get(key(id));
        Instant now = clock.instant();
        if (found != null && over(found, now)) {
            sessions.remove(found.key());
            return null;
        }
        if (found != null && uses) {
            found.use(now);
        }
        return found;
    }

    /** Whether a session goes on; asking does not use it. */
    public synchronized boolean lives(WebSession<T> session) {
        return sessions.get(session.key()) == session && !over(session, clock.instant());
    }

    /** Ends a session. */
    synchronized void end(WebSession<T> session) {
        sessions.remove(session.key());
    }

    /** Ends all sessions of which this is true. */
    public synchronized void endAll(Predicate<T> owner) {
        sessions.values().removeIf(one -> owner.test(one.owner()));
    }

    /**
     * Ends the sessions of log-ins that an identity provider has ended.
     *
     * @param subject the person there; null: only the provider's session is named
     * @param session of the provider; null: all of the person
     * @return whose sessions ended, one for each session
     */
    public synchronized List<T> endOfProvider(@Nullable String subject, @Nullable String session) {
        List<WebSession<T>> ended = sessions.values().stream()
                .filter(one -> one.provider() != null && one.provider().is(subject, session))
                .toList();
        ended.forEach(this::end);
        return ended.stream().map(WebSession::owner).toList();
    }

    /** Sessions that go on. */
    public synchronized int size() {
        Instant now = clock.instant();
        return (int) Stream.of(sessions.values().toArray(WebSession<?>[]::new))
                .filter(one -> !over(one, now))
                .count();
    }

    private boolean over(WebSession<?> one, Instant now) {
        return !now.isBefore(one.used().plus(limits.idle()))
                || !now.isBefore(one.began().plus(limits.absolute()));
    }

    private String token() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String key(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
