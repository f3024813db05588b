package org.sekimori.follow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sekimori.follow.LogLineAssembler.LineResult;

/** A log of one program, read line by line, a second apart unless said otherwise. */
public final class AssembledLog {

    public static final Instant START = Instant.parse("2026-10-01T08:00:00Z");

    private final String program;
    private final Supplier<LogLineAssembler> assemblers;
    private final List<LogEvent> events = new ArrayList<>();
    private LogLineAssembler assembler;
    private Instant now = START;

    public AssembledLog(String program, Supplier<LogLineAssembler> assemblers) {
        this.program = program;
        this.assemblers = assemblers;
        this.assembler = assemblers.get();
    }

    public LineResult read(String text) {
        LineResult result = assembler.read(new LogLine(now, "mx1", program, 7, text), events::add);
        now = now.plusSeconds(1);
        return result;
    }

    public AssembledLog lines(String... texts) {
        for (String text : texts) {
            read(text);
        }
        return this;
    }

    public AssembledLog later(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** Goes on with a new assembler, which takes up what the one before saved. */
    public AssembledLog restart() {
        try {
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            assembler.save(new DataOutputStream(saved));
            assembler = assemblers.get();
            assembler.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<LogEvent> events() {
        return events;
    }

    public LogLineAssembler assembler() {
        return assembler;
    }

    /** Each event as its kind, account and number of recipients. */
    public List<String> summary() {
        return events.stream()
                .map(event -> event.kind().word() + " " + event.account() + " " + event.recipientCount())
                .toList();
    }
}
