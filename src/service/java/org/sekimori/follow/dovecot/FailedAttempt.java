package org.sekimori.follow.dovecot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** An attempt that at least one password database refused. Several may tell of one attempt, and a later one may accept it. */
final class FailedAttempt {

    /** Shorter than the time between two attempts of one connection ({@code auth_failure_delay}, 2 s by default). */
    static final long SECONDS = 2;

    private static final int MOST_PASSDBS = 8;
    private static final int LONGEST_NAME = 1_000;

    final String user;
    final String address;
    final Instant time;

    /** Whether the account is known: a master user's is not, nor one whose name was cut. */
    final boolean named;

    private final Set<String> passdbs = new LinkedHashSet<>();

    private FailedAttempt(String user, String address, Instant time, boolean named) {
        this.user = user;
        this.address = address;
        this.time = time;
        this.named = named;
    }

    static FailedAttempt of(AuthLine.Request request, Instant time) {
        boolean named = request.named() && !request.master() && request.user().length() <= LONGEST_NAME;
        FailedAttempt attempt = new FailedAttempt(named ? request.user() : "", request.address(), time, named);
        attempt.passdbs.add(request.passdb());
        return attempt;
    }

    /** Whether another message is about this attempt too; notes it then. */
    boolean again(AuthLine.Request request, Instant at) {
        boolean soon = near(at);
        if (named && !request.user().equals(user) || !soon && passdbs.contains(request.passdb())) {
            return false;
        }
        if (passdbs.size() < MOST_PASSDBS) {
            passdbs.add(request.passdb());
        }
        return true;
    }

    /** Whether a log-in at this time can be the success of this very attempt, at another password database. */
    boolean endedIn(Instant login) {
        return near(login);
    }

    private boolean near(Instant other) {
        return Math.abs(other.getEpochSecond() - time.getEpochSecond()) < SECONDS;
    }

    void save(DataOutput out) throws IOException {
        out.writeUTF(user);
        out.writeUTF(address);
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
        out.writeBoolean(named);
        out.writeByte(passdbs.size());
        for (String passdb : passdbs) {
            out.writeUTF(passdb);
        }
    }

    static FailedAttempt restore(DataInput in) throws IOException {
        String user = in.readUTF();
        String address = in.readUTF();
        Instant time;
        try {
            time = Instant.ofEpochSecond(in.readLong(), in.readInt());
        } catch (DateTimeException e) {
            throw new IOException("a time is out of range", e);
        }
        FailedAttempt attempt = new FailedAttempt(user, address, time, in.readBoolean());
        for (int i = in.readByte(); i > 0; i--) {
            attempt.passdbs.add(in.readUTF());
        }
        return attempt;
    }
}
