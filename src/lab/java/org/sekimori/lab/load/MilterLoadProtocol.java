package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The milter protocol, version 6, as Postfix speaks it, one SMTP session a request. Sessions follow each other on a connection
 * ({@code SMFIC_QUIT_NC}), as those of Sendmail may. A session is sent as one piece: the reply to MAIL is not waited for.
 */
record MilterLoadProtocol() implements LoadProtocol {

    private static final int VERSION = 6;
    private static final int ALL_ACTIONS = 0x1ff;
    private static final int ALL_STEPS = 0x1fffff;

    private static final byte[] SERVER = AsciiWriter.bytes("Cj\0mx.isp.example\0{daemon_addr}\0192.0.2.26\0");
    private static final byte[] HOST = AsciiWriter.bytes("[192.168.1.23]\0");
    private static final byte[] LOGIN = AsciiWriter.bytes("M{auth_type}\0PLAIN\0{auth_authen}\0");
    private static final byte[] QUEUE_ID = AsciiWriter.bytes("Ei\0");
    private static final byte[] MESSAGE_ID = AsciiWriter.bytes("Message-ID\0<");
    private static final byte[] BODY = AsciiWriter.bytes("Just a line.\r\n");

    @Override
    public void writeGreeting(ByteBuffer into) {
        int start = begin(into, 'O');
        into.putInt(VERSION).putInt(ALL_ACTIONS).putInt(ALL_STEPS);
        end(into, start);
    }

    @Override
    public void writeRequest(LoadSubmission submission, ByteBuffer into) {
        writeSession(submission, into);
        int mail = begin(into, 'M');
        into.put((byte) '<');
        submission.writeAccount(into);
        into.put((byte) '>').put((byte) 0);
        end(into, mail);
        for (int index = 0; index < submission.recipients(); index++) {
            int recipient = begin(into, 'R');
            into.put((byte) '<');
            submission.writeRecipient(index, into);
            into.put((byte) '>').put((byte) 0);
            end(into, recipient);
        }
        int header = begin(into, 'L');
        into.put(MESSAGE_ID);
        submission.writeInstance(into);
        into.put(AsciiWriter.bytes("@isp.example>")).put((byte) 0);
        end(into, header);
        int body = begin(into, 'B');
        into.put(BODY);
        end(into, body);
        int macros = begin(into, 'D');
        into.put(QUEUE_ID);
        submission.writeQueueId(into);
        into.put((byte) 0);
        end(into, macros);
        end(into, begin(into, 'E'));
        end(into, begin(into, 'K'));
    }

    private static void writeSession(LoadSubmission submission, ByteBuffer into) {
        int server = begin(into, 'D');
        into.put(SERVER);
        end(into, server);
        int client = begin(into, 'C');
        into.put(HOST).put((byte) '4').putShort((short) 40_000);
        AsciiWriter.address(into, submission.address());
        into.put((byte) 0);
        end(into, client);
        int hello = begin(into, 'H');
        into.put(HOST);
        end(into, hello);
        int login = begin(into, 'D');
        into.put(LOGIN);
        submission.writeAccount(into);
        into.put((byte) 0);
        end(into, login);
    }

    /** The name of the reply to the end: {@code accept}, or the code of a refusal. */
    @Override
    public @Nullable String answer(ByteBuffer received) {
        ByteBuffer rest = received.duplicate().flip();
        while (rest.remaining() >= Integer.BYTES + 1) {
            int next = rest.position() + Integer.BYTES + rest.getInt(rest.position());
            if (next > rest.limit() || next <= rest.position()) {
                return next > rest.limit() ? null : "";
            }
            char reply = (char) rest.get(rest.position() + Integer.BYTES);
            switch (reply) {
                // Options, the reply to MAIL, and quarantine are followed by another one.
                case 'O', 'c', 'q' -> rest.position(next);
                case 'a' -> {
                    return next == rest.limit() ? "accept" : "";
                }
                case 'y' -> {
                    return next == rest.limit() ? code(rest) : "";
                }
                default -> {
                    return "";
                }
            }
        }
        return null;
    }

    @Override
    public boolean endsConnection(ByteBuffer received) {
        return false;
    }

    private static String code(ByteBuffer reply) {
        StringBuilder code = new StringBuilder();
        for (int at = reply.position() + Integer.BYTES + 1; code.length() < 3; at++) {
            code.append((char) reply.get(at));
        }
        return code.toString();
    }

    private static int begin(ByteBuffer into, char command) {
        int start = into.position();
        into.putInt(0).put((byte) command);
        return start;
    }

    private static void end(ByteBuffer into, int start) {
        into.putInt(start, into.position() - start - Integer.BYTES);
    }
}
