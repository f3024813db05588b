package org.sekimori.web.staff;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes of passwords, by bcrypt with 2^12 rounds; the hash names its method, so that another one can follow. Argon2 would need a library
 * more. Thread-safe.
 */
public final class StaffPasswords {

    /** Shortest password in characters (NIST SP 800-63B asks for 8 beside lock-out). */
    public static final int LEAST = 12;

    /** Longest in octets of UTF-8: bcrypt reads no more. */
    static final int MOST_OCTETS = 72;

    /** When those should come again who came while too many were compared. */
    static final String RETRY_SECONDS = "2";

    private static final String METHOD = "bcrypt";
    private static final int ROUNDS = 12;

    /** Hashing takes a quarter of a second of a processor, so strangers can have two at most. */
    private static final int AT_ONCE = 2;

    /** How long a comparison waits for another one, and how many wait; pages need the other threads. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final int MOST_WAITING = 4;

    /** No vowels, so that no words come about, and nothing that looks like something else. */
    private static final String LETTERS = "bcdfghjkmnpqrstvwxz23456789";

    /** Salt and hash of a password that nobody knows, as bcrypt writes them behind the rounds. */
    private static final String NOBODY = "CwDHs2enFEaxgjbh/BkgF.col0kUyc2pGnvqsRbQ7OxB/uY6ry6Xm";

    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private final PasswordEncoder encoder;
    private final Semaphore hashing;

    /** Compared for a user who does not exist, with as many rounds as new hashes have. */
    final String nobody;

    public StaffPasswords() {
        this(ROUNDS, new Semaphore(AT_ONCE));
    }

    /**
     * @param rounds binary logarithm of the rounds of new hashes, 4 and up; fewer are for tests of what is not about guessing
     * @param hashing a permit for each comparison at a time
     */
    StaffPasswords(int rounds, Semaphore hashing) {
        this.encoder = new DelegatingPasswordEncoder(METHOD, Map.of(METHOD, new BCryptPasswordEncoder(rounds)));
        this.hashing = hashing;
        this.nobody = String.format(Locale.ROOT, "{%s}$2a$%02d$%s", METHOD, rounds, NOBODY);
    }

    /** A password of about 95 random bits that can be read out, such as {@code f4kzm-…}. */
    public static String oneTime() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            text.append(i > 0 && i % GROUP == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    public String hash(String password) {
        return encoder.encode(password);
    }

    /** Too many passwords are compared at this moment. */
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("too many passwords are compared at this moment");
        }
    }

    /**
     * Compares a password with a hash; takes as long for a user who does not exist, whose hash is empty.
     *
     * @throws BusyException if too many are compared already
     */
    boolean matches(String password, String hash) {
        if (!begin()) {
            throw new BusyException();
        }
        try {
            boolean same = encoder.matches(cut(password), hash.isEmpty() ? nobody : hash);
            return same && !hash.isEmpty();
        } finally {
            hashing.release();
        }
    }

    private boolean begin() {
        try {
            return hashing.tryAcquire()
                    || (hashing.getQueueLength() < MOST_WAITING
                            && hashing.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Refuses nothing: a longer one is wrong in any case. */
    private static String cut(String password) {
        return password.length() > MOST_OCTETS ? password.substring(0, MOST_OCTETS) : password;
    }

    /** Why a password cannot be chosen, as the key of a message; empty if it can. */
    static String problem(StaffUser user, String password) {
        if (password.codePointCount(0, password.length()) < LEAST) {
            return "password.short";
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_OCTETS) {
            return "password.long";
        }
        if (password.toLowerCase(Locale.ROOT).contains(user.name())
                && user.name().length() >= GROUP) {
            return "password.name";
        }
        return password.chars().distinct().count() < GROUP ? "password.simple" : "";
    }
}
