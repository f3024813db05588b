package org.sekimori.intake.milter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server and this milter have agreed on: the server offers, the milter takes what it needs. Nothing that is not offered
 * may be asked for, or the server gives the milter up.
 *
 * @param version of the protocol, 2 to 6
 * @param actions that the milter may take (SMFIF_…)
 * @param steps that are left out or not replied to (SMFIP_…)
 */
record MilterOptions(int version, int actions, int steps) {

    /**
     * Sekimori needs the client, the sender, the recipients, one header and the end of the message. It replies to MAIL, since mail
     * without a log-in needs no further steps, and to the end.
     */
    private static final int STEPS = MilterProtocol.NO_END_OF_HEADER
            | MilterProtocol.NO_UNKNOWN
            | MilterProtocol.NO_DATA
            | MilterProtocol.NO_REPLY_CONNECT
            | MilterProtocol.NO_REPLY_HELO
            | MilterProtocol.NO_REPLY_RCPT
            | MilterProtocol.NO_REPLY_DATA
            | MilterProtocol.NO_REPLY_UNKNOWN
            | MilterProtocol.NO_REPLY_HEADER
            | MilterProtocol.NO_REPLY_END_OF_HEADER
            | MilterProtocol.NO_REPLY_BODY;

    private static final int ACTIONS = MilterProtocol.MAY_QUARANTINE | MilterProtocol.MAY_NAME_MACROS;

    /**
     * Agrees on what was offered; null if the server speaks no version that is known.
     *
     * @param offer data of the first packet: version, actions and steps, four octets each
     * @param body whether the body is wanted, for the size of the message
     */
    static @Nullable MilterOptions agree(byte[] offer, boolean body) {
        if (offer.length < 12) {
            return null;
        }
        ByteBuffer offered = ByteBuffer.wrap(offer);
        int version = offered.getInt();
        if (version < MilterProtocol.OLDEST) {
            return null;
        }
        int actions = offered.getInt() & ACTIONS;
        int steps = offered.getInt() & (body ? STEPS : STEPS | MilterProtocol.NO_BODY);
        return new MilterOptions(Math.min(version, MilterProtocol.NEWEST), actions, steps);
    }

    /** Whether a message can be put into the server's quarantine. */
    boolean quarantines() {
        return (actions & MilterProtocol.MAY_QUARANTINE) != 0;
    }

    /** Whether the server waits for a reply to a step that never refuses anything. */
    boolean awaitsReply(char command) {
        int silent =
                switch (command) {
                    case MilterProtocol.CONNECT -> MilterProtocol.NO_REPLY_CONNECT;
                    case MilterProtocol.HELO -> MilterProtocol.NO_REPLY_HELO;
                    case MilterProtocol.RCPT -> MilterProtocol.NO_REPLY_RCPT;
                    case MilterProtocol.DATA -> MilterProtocol.NO_REPLY_DATA;
                    case MilterProtocol.UNKNOWN -> MilterProtocol.NO_REPLY_UNKNOWN;
                    case MilterProtocol.HEADER -> MilterProtocol.NO_REPLY_HEADER;
                    case MilterProtocol.END_OF_HEADER -> MilterProtocol.NO_REPLY_END_OF_HEADER;
                    case MilterProtocol.BODY -> MilterProtocol.NO_REPLY_BODY;
                    default -> 0;
                };
        return (steps & silent) == 0;
    }

    /** The packet that tells the server, with the macros that are needed where it lets a milter name them. */
    byte[] packet() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(ByteBuffer.allocate(12)
                .putInt(version)
                .putInt(actions)
                .putInt(steps)
                .array());
        if ((actions & MilterProtocol.MAY_NAME_MACROS) != 0) {
            MilterMacros.WANTED.forEach((stage, names) -> {
                data.writeBytes(ByteBuffer.allocate(4).putInt(stage).array());
                data.writeBytes(names.getBytes(StandardCharsets.US_ASCII));
                data.write(0);
            });
        }
        return MilterReply.packet(MilterProtocol.NEGOTIATE, data.toByteArray());
    }
}
