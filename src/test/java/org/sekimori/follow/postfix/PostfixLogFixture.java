package org.sekimori.follow.postfix;

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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler.LineResult;
import org.sekimori.mail.ClientIdentity;

/** A log of lines such as {@code submission/smtpd[7]: text}, a second apart, read by an assembler. */
public final class PostfixLogFixture {

    public static final Instant START = Instant.parse("2026-10-01T08:00:00Z");

    /** Every message was asked about, by this name of the server. */
    public static final AskedMessages ASKED = message -> new AskedMessages.Answer.Asked("mx1");

    private static final Pattern LINE = Pattern.compile("([^\\[]+)\\[(\\d+)]: (.*)", Pattern.DOTALL);

    private PostfixLogAssembler assembler;
    private final AskedMessages asked;
    private final Predicate<ClientIdentity> applications;
    private Instant now = START;
    private Duration tick = Duration.ofSeconds(1);
    private final List<LogEvent> events = new ArrayList<>();

    public PostfixLogFixture(AskedMessages asked) {
        this(asked, client -> false);
    }

    /** With clients that need not log in. */
    PostfixLogFixture(AskedMessages asked, Predicate<ClientIdentity> applications) {
        this.asked = asked;
        this.applications = applications;
        this.assembler = fresh();
    }

    private PostfixLogAssembler fresh() {
        return new PostfixLogAssembler(asked, applications, PostfixLogAssembler.MOST_OPEN);
    }

    /** Reads a line; {@code program[pid]: text}, where {@code postfix/} stands before the program. */
    public LineResult read(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(line);
        }
        now = now.plus(tick);
        return assembler.read(
                new LogLine(now, "mx1", "postfix/" + parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3)),
                events::add);
    }

    /** Reads lines, all of which are understood or ignored. */
    public PostfixLogFixture log(String lines) {
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            LineResult result = read(line);
            if (result != LineResult.UNDERSTOOD && result != LineResult.IGNORED) {
                throw new AssertionError(result + ": " + line);
            }
        });
        return this;
    }

    /** Time goes by, and an unrelated line is read. */
    public PostfixLogFixture later(Duration time) {
        now = now.plus(time);
        read("anvil[1]: statistics: max cache size 1 at Oct  1 08:00:00");
        return this;
    }

    /** Lines come faster than one a second. */
    PostfixLogFixture every(Duration time) {
        tick = time;
        return this;
    }

    /** Goes on after a restart. */
    PostfixLogFixture restart() {
        try {
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            assembler.save(new DataOutputStream(saved));
            assembler = fresh();
            assembler.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PostfixLogAssembler assembler() {
        return assembler;
    }

    /** The events since the last call. */
    public List<LogEvent> events() {
        List<LogEvent> told = List.copyOf(events);
        events.clear();
        return told;
    }

    /** The same in short: kind, account, queue id, recipients, status. */
    List<String> told() {
        return events().stream().map(PostfixLogFixture::brief).toList();
    }

    static String brief(LogEvent event) {
        return event.kind().word()
                + ' '
                + event.account()
                + (event.queueId() == null ? "" : ' ' + event.queueId())
                + (event.recipientCount() == 0 ? "" : " x" + event.recipientCount())
                + (event.statusCode() == null ? "" : ' ' + event.statusCode())
                + (event.beforeQueue() ? " before_queue" : "");
    }
}
