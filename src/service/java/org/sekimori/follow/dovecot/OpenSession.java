package org.sekimori.follow.dovecot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection of which the auth process tells, until its log-in process tells how it ended: only that says whether the last attempt
 * succeeded at another password database.
 */
final class OpenSession {

    /** Most attempts that are told apart; Dovecot hangs up before. */
    private static final int MOST_ATTEMPTS = 100;

    /** The client's address. */
    final String address;

    /** When the first message about it came, in seconds since 1970 by the clock of {@link OpenSessions}. */
    final long second;

    private final List<FailedAttempt> attempts = new ArrayList<>(1);
    private boolean master;

    OpenSession(String address, long second) {
        this.address = address;
        this.second = second;
    }

    /** Whether the last attempt that failed was for a user; so was what came of it. */
    boolean lastTried(String user) {
        return !attempts.isEmpty() && attempts.get(attempts.size() - 1).user.equals(user);
    }

    void failed(AuthLine.Request request, Instant time) {
        FailedAttempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        if ((last == null || !last.again(request, time)) && attempts.size() < MOST_ATTEMPTS) {
            attempts.add(FailedAttempt.of(request, time));
        }
    }

    void byMaster() {
        master = true;
    }

    /** Whether a master user logged in, in the place of the user. */
    boolean master() {
        return master;
    }

    List<FailedAttempt> attempts() {
        return attempts;
    }

    /** The attempts that failed before a log-in: not its own messages. */
    List<FailedAttempt> before(Instant login) {
        int last = attempts.size() - 1;
        return last >= 0 && attempts.get(last).endedIn(login) ? attempts.subList(0, last) : attempts;
    }

    /** Writes it. {@code shift}: by how much the host's clock was set since the time that {@link #second} is told by. */
    void save(DataOutput out, long shift) throws IOException {
        out.writeUTF(address);
        out.writeLong(second + shift);
        out.writeBoolean(master);
        out.writeByte(attempts.size());
        for (FailedAttempt attempt : attempts) {
            attempt.save(out);
        }
    }

    static OpenSession restore(DataInput in) throws IOException {
        OpenSession session = new OpenSession(in.readUTF(), in.readLong());
        session.master = in.readBoolean();
        for (int i = in.readByte(); i > 0; i--) {
            session.attempts.add(FailedAttempt.restore(in));
        }
        return session;
    }
}
