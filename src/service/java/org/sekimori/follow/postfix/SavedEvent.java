package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.sekimori.follow.LogEvent;
import org.sekimori.mail.EventKind;

/** Outcomes as the assembler saves them, with the fields that it sets. */
final class SavedEvent {

    private SavedEvent() {}

    static void write(DataOutput out, LogEvent event) throws IOException {
        SavedText.write(out, event.id());
        SavedText.write(out, event.kind().word());
        SavedText.write(out, event.time().toString());
        SavedText.write(out, event.server());
        SavedText.write(out, event.account());
        SavedText.write(out, event.queueId());
        SavedText.write(out, event.statusCode());
        out.writeInt(event.recipientCount());
        out.writeInt(event.recipients().size());
        for (String recipient : event.recipients()) {
            SavedText.write(out, recipient);
        }
    }

    static LogEvent read(DataInput in) throws IOException {
        String id = SavedText.required(in);
        EventKind kind = EventKind.of(SavedText.required(in));
        if (kind == null) {
            throw new IOException("an event of no known kind");
        }
        Instant time = time(SavedText.required(in));
        String server = SavedText.required(in);
        LogEvent.Builder event = LogEvent.of(kind, id, time, SavedText.required(in))
                .server(server)
                .queueId(SavedText.read(in))
                .statusCode(SavedText.read(in))
                .recipientCount(in.readInt());
        String[] recipients = new String[Math.min(SavedText.count(in), 1)];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = SavedText.required(in);
        }
        return event.recipients(List.of(recipients)).build();
    }

    static Instant time(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("not a time: " + text, e);
        }
    }
}
