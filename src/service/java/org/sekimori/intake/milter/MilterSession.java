package org.sekimori.intake.milter;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.limits.RecipientCollector;

/**
 * The protocol on one connection: one SMTP session, with any number of messages one after the other. A server of version 6 sends a
 * message without waiting for replies, but for MAIL and the end. Steps in an order that no mail server produces break the
 * connection, so that the server acts as if there was no milter, by its own configuration. Not thread-safe.
 */
final class MilterSession implements AutoCloseable {

    private final MilterService service;
    private final RecipientCollector.Connection connection = new RecipientCollector.Connection();
    private final MilterMacros macros = new MilterMacros();
    private final String id = UUID.randomUUID().toString();
    private long messages;
    private @Nullable MilterOptions options;
    private MilterClient client = MilterClient.UNKNOWN;
    private @Nullable MilterMessage message;

    /** Whether the message under way is let pass without a decision: it is incoming mail. */
    private boolean passed;

    MilterSession(MilterService service) {
        this.service = service;
    }

    /** Takes the next packet. */
    MilterStep take(MilterInput.Packet packet) {
        MilterOptions agreed = options;
        if (agreed == null) {
            return negotiate(packet);
        }
        return switch (packet.command()) {
            case MilterProtocol.MACRO -> {
                macros.define(packet);
                yield MilterStep.SILENT;
            }
            case MilterProtocol.CONNECT -> {
                client = MilterClient.connected(packet);
                yield goOn(agreed, packet);
            }
            case MilterProtocol.HELO -> {
                client = client.hello(packet);
                yield goOn(agreed, packet);
            }
            case MilterProtocol.MAIL -> mail(packet);
            case MilterProtocol.RCPT, MilterProtocol.HEADER, MilterProtocol.BODY -> part(agreed, packet);
            case MilterProtocol.DATA, MilterProtocol.END_OF_HEADER, MilterProtocol.UNKNOWN -> goOn(agreed, packet);
            case MilterProtocol.END_OF_MESSAGE -> end(agreed, packet);
            case MilterProtocol.ABORT -> {
                endMessage();
                yield MilterStep.SILENT;
            }
            case MilterProtocol.QUIT_NEW_CONNECTION -> {
                endMessage();
                macros.endConnection();
                client = MilterClient.UNKNOWN;
                yield MilterStep.SILENT;
            }
            case MilterProtocol.QUIT -> MilterStep.QUIT;
            default -> new MilterStep.Broken("a command must be one of libmilter's");
        };
    }

    private MilterStep negotiate(MilterInput.Packet packet) {
        if (packet.command() != MilterProtocol.NEGOTIATE) {
            return new MilterStep.Broken("the first packet must negotiate options");
        }
        MilterOptions agreed = MilterOptions.agree(packet.data(), service.wantsBody());
        if (agreed == null) {
            return new MilterStep.Broken("the options must be those of version 2 or newer of the milter protocol");
        }
        options = agreed;
        return new MilterStep.Reply(agreed.packet());
    }

    private static MilterStep goOn(MilterOptions agreed, MilterInput.Packet packet) {
        return agreed.awaitsReply(packet.command()) ? new MilterStep.Reply(MilterReply.goOn()) : MilterStep.SILENT;
    }

    private MilterStep mail(MilterInput.Packet packet) {
        // Macros of this MAIL came before it.
        forget();
        MilterMessage begun = new MilterMessage(id + "." + messages++);
        begun.mail(packet);
        passed = !service.concerns(begun, client, macros);
        if (passed) {
            return new MilterStep.Reply(MilterReply.accept());
        }
        message = begun;
        return new MilterStep.Reply(MilterReply.goOn());
    }

    private MilterStep part(MilterOptions agreed, MilterInput.Packet packet) {
        MilterMessage current = message;
        if (current == null) {
            return passed ? goOn(agreed, packet) : outside(packet);
        }
        if (packet.command() == MilterProtocol.RCPT) {
            service.recipient(connection, current, current.rcpt(packet), client, macros);
        } else if (packet.command() == MilterProtocol.HEADER) {
            current.header(packet);
        } else {
            current.body(packet);
        }
        return goOn(agreed, packet);
    }

    private MilterStep end(MilterOptions agreed, MilterInput.Packet packet) {
        MilterMessage current = message;
        if (current == null) {
            return passed ? new MilterStep.Reply(MilterReply.accept()) : outside(packet);
        }
        // Sendmail may send the last piece of a body with the end.
        current.body(packet);
        MilterStep answer = new MilterStep.Later(service.decide(current, client, macros, agreed));
        endMessage();
        return answer;
    }

    private static MilterStep outside(MilterInput.Packet packet) {
        return new MilterStep.Broken("the command " + packet.command() + " must follow MAIL");
    }

    private void endMessage() {
        forget();
        passed = false;
        macros.endMessage();
    }

    private void forget() {
        MilterMessage before = message;
        if (before != null) {
            service.forget(before);
            message = null;
        }
    }

    /** The connection is closed: a message that has not come to its end is forgotten. */
    @Override
    public void close() {
        endMessage();
    }
}
