package org.sekimori.follow.exim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A message of an account that Exim has in its queue. */
final class OpenMessage {

    /** The account as logged. */
    final String account;

    /** Name of the server in the message's events; empty for the configured one. */
    final String server;

    /** When it came, in seconds since 1970 by the clock of {@link OpenMessages#second}. */
    final long second;

    /** Whether its delay was told. */
    boolean deferred;

    /** How many of its bounces were told. */
    int bounces;

    /** What is not told yet, since the number of recipients is not known; null once it is told. */
    @Nullable
    WaitingSubmission waiting;

    OpenMessage(String account, String server, long second) {
        this.account = account;
        this.server = server;
        this.second = second;
    }

    /** Writes it. {@code shift}: by how much the host's clock was set since the time that {@link #second} is told by. */
    void save(DataOutput out, long shift) throws IOException {
        out.writeUTF(account);
        out.writeUTF(server);
        out.writeLong(second + shift);
        out.writeBoolean(deferred);
        out.writeInt(bounces);
        out.writeBoolean(waiting != null);
        if (waiting != null) {
            waiting.save(out);
        }
    }

    static OpenMessage restore(DataInput in, OpenMessages all) throws IOException {
        OpenMessage message = new OpenMessage(all.shared(in.readUTF()), all.shared(in.readUTF()), in.readLong());
        message.deferred = in.readBoolean();
        message.bounces = in.readInt();
        message.waiting = in.readBoolean() ? WaitingSubmission.restore(in) : null;
        return message;
    }
}
