package org.sekimori.web.staff;

/**
 * What the session of a member of staff knows: who it is, and with which password. Another password ends the session.
 *
 * @param password its hash at the log-in
 */
public record StaffSession(String name, String password) {

    static StaffSession of(StaffUser user) {
        return new StaffSession(user.name(), user.password());
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return name;
    }
}
