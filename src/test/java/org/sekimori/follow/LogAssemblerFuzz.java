package org.sekimori.follow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.sekimori.follow.dovecot.DovecotLogAssembler;
import org.sekimori.follow.exim.EximLogAssembler;
import org.sekimori.follow.records.HarakaRecordAssembler;
import org.sekimori.follow.records.KumoRecordAssembler;
import org.sekimori.fuzz.FuzzTarget;

/** Lines of logs, into which clients write, and states of followers, of which half may be lost. */
public final class LogAssemblerFuzz implements FuzzTarget {

    private static final List<Supplier<LogLineAssembler>> ASSEMBLERS = List.of(
            () -> new EximLogAssembler(AskedMessages.NONE),
            DovecotLogAssembler::new,
            () -> new KumoRecordAssembler(AskedMessages.NONE, KumoRecordAssembler.AUTHENTICATED),
            () -> new HarakaRecordAssembler(AskedMessages.NONE));

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (Supplier<LogLineAssembler> one : ASSEMBLERS) {
            LogLineAssembler assembler = one.get();
            long second = 1_790_841_600L;
            for (String line : text.split("\n")) {
                second += 3;
                assembler.read(new LogLine(Instant.ofEpochSecond(second), "mx1", "", 7, line), LogAssemblerFuzz::write);
            }
            again(assembler, one.get());
            damaged(one.get(), input);
        }
    }

    private static void write(LogEvent event) {
        LogEventJson.write(event, "mx1");
    }

    private static void again(LogLineAssembler assembler, LogLineAssembler other) {
        try {
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            assembler.save(new DataOutputStream(saved));
            other.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (assembler.open() != other.open()) {
            throw new AssertionError("a restart forgot something");
        }
    }

    private static void damaged(LogLineAssembler assembler, byte[] state) {
        try {
            assembler.restore(new DataInputStream(new ByteArrayInputStream(state)));
        } catch (IOException e) {
            if (assembler.open() != 0) {
                throw new AssertionError("a damaged state left something behind", e);
            }
        }
    }
}
