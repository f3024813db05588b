package org.sekimori.web.staff;

import org.jspecify.annotations.Nullable;

/**
 * What the session of a member of staff knows: who it is, and with which password. Another password ends the session. A person whom the
 * identity provider let in keeps the role of the log-in.
 *
 * @param password its hash at the log-in; empty for a person of the provider
 * @param role that the provider gave at the log-in; null for a local user, whose role the file says
 */
public record StaffSession(
        String name, String password, @Nullable StaffRole role) {

    static StaffSession of(StaffUser user) {
        return new StaffSession(user.name(), user.password(), user.isLocal() ? null : user.role());
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return name;
    }
}
