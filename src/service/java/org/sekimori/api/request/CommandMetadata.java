package org.sekimori.api.request;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.mail.Account;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The fields that all commands share.
 *
 * @param id the same for every repetition of the command
 * @param account the account
 * @param time when it arrived
 * @param by the sender
 * @param channel {@code api}, or {@code cli} for the command line on the same machine
 */
public record CommandMetadata(String id, Account account, Instant time, String by, String channel) {

    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String CHANNEL = "X-Sekimori-Channel";

    private static final int MAX_ID = 200;

    /**
     * Reads a command's metadata.
     *
     * @param by the person on whose behalf the key's holder acts; null if none is named
     */
    public static CommandMetadata of(HttpServletRequest request, Account account, Clock clock, @Nullable String by) {
        ApiKey key = key();
        String who = by == null ? key.name() : by + " via " + key.name();
        return new CommandMetadata(commandId(request), account, clock.instant(), who, channel(request, key));
    }

    /**
     * Whether a named person answers for a release: not the key's own name, and with a reason.
     *
     * @param by the person that the request names
     */
    public static boolean isBackedByPerson(@Nullable String by, @Nullable String reason) {
        return by != null && reason != null && !by.equalsIgnoreCase(key().name());
    }

    /** The account that a path names. */
    public static Account account(String raw, Account.LoginNormalizer naming) {
        try {
            return naming.account(raw);
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field("account", String.valueOf(e.getMessage()));
        }
    }

    /**
     * The account of a path, with its spelling in a list: records under another spelling, or from before the name became an
     * alias, can still be removed.
     *
     * @param stands whether there is a record under exactly this name
     */
    public static Account existingAccount(String raw, Account.LoginNormalizer naming, Predicate<Account> stands) {
        try {
            Account exact = Account.of(raw.strip());
            return stands.test(exact) ? exact : account(raw, naming);
        } catch (IllegalArgumentException e) {
            return account(raw, naming);
        }
    }

    /** The key that the request came with. */
    public static ApiKey key() {
        @Nullable ApiKey key = keyIfAny();
        if (key == null) {
            throw ApiProblems.of(HttpStatus.FORBIDDEN, "this needs an API key");
        }
        return key;
    }

    /** The same, null if it came without one. */
    public static @Nullable ApiKey keyIfAny() {
        @Nullable Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.getPrincipal() instanceof ApiKey key ? key : null;
    }

    /** The request's idempotency key, or a unique id. */
    public static String commandId(HttpServletRequest request) {
        @Nullable String id = idempotencyKey(request);
        return id == null ? UUID.randomUUID().toString() : id;
    }

    /** The request's idempotency key; null without one. */
    public static @Nullable String idempotencyKey(HttpServletRequest request) {
        @Nullable String id = request.getHeader(IDEMPOTENCY_KEY);
        if (id == null) {
            return null;
        }
        if (id.isBlank() || id.length() > MAX_ID || !id.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw ApiProblems.field(IDEMPOTENCY_KEY, "must have 1 to " + MAX_ID + " printable ASCII characters");
        }
        return id;
    }

    private static String channel(HttpServletRequest request, ApiKey key) {
        @Nullable String channel = request.getHeader(CHANNEL);
        if (channel == null || channel.equals("api")) {
            return "api";
        }
        if (!channel.equals("cli")) {
            throw ApiProblems.field(CHANNEL, "must be api or cli");
        }
        if (!key.local()) {
            throw ApiProblems.of(HttpStatus.FORBIDDEN, CHANNEL + " cli is for the key '" + ApiKey.LOCAL + "' only");
        }
        return channel;
    }
}
