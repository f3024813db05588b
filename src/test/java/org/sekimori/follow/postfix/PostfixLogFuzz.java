package org.sekimori.follow.postfix;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogEventJson;
import org.sekimori.follow.LogLine;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.mail.EventKind;

/**
 * Lines {@code program: text} of any text: none fails, a restart behind each changes nothing, and only a line of smtpd or cleanup
 * that begins as a refusal does gives a limit back.
 */
public final class PostfixLogFuzz implements FuzzTarget {

    private static final Instant START = Instant.parse("2026-10-01T08:00:00Z");

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<LogEvent> whole = new ArrayList<>();
        List<LogEvent> restarted = new ArrayList<>();
        PostfixLogAssembler one = new PostfixLogAssembler(AskedMessages.NONE, 8);
        PostfixLogAssembler other = new PostfixLogAssembler(AskedMessages.NONE, 8);
        int second = 0;
        for (String line : text.split("\n")) {
            int colon = line.indexOf(": ");
            String said = line.substring(colon < 0 ? 0 : colon + 2);
            LogLine read = new LogLine(
                    START.plusSeconds(7L * second++),
                    "mx1",
                    "postfix/" + (colon < 0 ? "smtpd" : line.substring(0, colon)),
                    1,
                    said);
            int before = whole.size();
            one.read(read, whole::add);
            other.read(read, restarted::add);
            other = restart(other);
            whole.subList(before, whole.size()).forEach(event -> check(event, read));
        }
        if (!whole.equals(restarted)) {
            throw new AssertionError("a restart changes " + whole + " to " + restarted);
        }
    }

    private static void check(LogEvent event, LogLine line) {
        if (event.id().isEmpty() || event.id().length() > 200) {
            throw new AssertionError("an id of " + event.id().length() + " characters");
        }
        LogEventJson.write(event, "mx1");
        boolean refusal = line.program().matches("postfix/(smtpd|cleanup)")
                && line.text().matches("(?s)[0-9A-Za-z]{6,40}: (milter-(header-|body-)?)?reject: .*");
        if (event.beforeQueue() && (event.kind() != EventKind.REJECTED || !refusal)) {
            throw new AssertionError("given back by " + line);
        }
    }

    private static PostfixLogAssembler restart(PostfixLogAssembler from) {
        try {
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            from.save(new DataOutputStream(saved));
            PostfixLogAssembler to = new PostfixLogAssembler(AskedMessages.NONE, 8);
            to.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
            return to;
        } catch (IOException e) {
            throw new AssertionError("what was saved cannot be read", e);
        }
    }
}
