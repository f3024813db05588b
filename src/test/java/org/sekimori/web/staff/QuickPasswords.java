package org.sekimori.web.staff;

import java.util.concurrent.Semaphore;

/** Passwords with few rounds, for tests that log many people in. {@code StaffCommandsTest} shows how many the product has. */
public final class QuickPasswords {

    static final int ROUNDS = 4;

    private QuickPasswords() {}

    /** As the service has them, otherwise. */
    public static StaffPasswords create() {
        return new StaffPasswords(ROUNDS, new Semaphore(2));
    }
}
