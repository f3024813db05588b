package org.sekimori.intake.milter;

import java.util.concurrent.CompletableFuture;

/** What follows from a packet. */
sealed interface MilterStep {

    MilterStep SILENT = new Silent();

    MilterStep QUIT = new Quit();

    /** No reply. */
    record Silent() implements MilterStep {}

    /** A reply now. */
    record Reply(byte[] packets) implements MilterStep {}

    /** A reply later, which never fails; no other packet is read before it. */
    record Later(CompletableFuture<byte[]> packets) implements MilterStep {}

    /** The server ends the connection. */
    record Quit() implements MilterStep {}

    /** The connection cannot go on; closing it lets the server do what it does without a milter. */
    record Broken(String reason) implements MilterStep {}
}
