package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/** A submission from its first line until it has been told of; what it is afterwards, {@link OpenMessageTable} keeps. */
final class LoggedSubmission {

    final String host;
    final String queueId;
    final String clientName;
    final String clientAddress;
    /** The log-in name; of an application without one, {@link Submitter#client}. */
    final String username;

    final Instant begun;

    @Nullable
    String messageId;

    /** When the queue manager took it; null before. */
    @Nullable
    Instant queued;

    String sender = "";
    long size;

    /** Recipients that the queue manager counted: after aliases were expanded. */
    int expanded;

    /** Name of the server in the attempt, if it asked. */
    String server = "";

    /** When it is to be told of at the latest; null if nothing is to be told yet. */
    @Nullable
    Instant due;

    boolean held;
    boolean holdTold;

    /** When it was told of as held: it was taken then, and a release days later does not make another of it. */
    @Nullable
    Instant taken;

    /** Whether the server asked about it, or may have. */
    boolean asked;

    boolean deferralTold;
    int settled;
    int bounced;

    /** Recipients as logged, to know which were heard of. */
    private final Set<String> heard = new LinkedHashSet<>();

    /** Their addresses as submitted, before aliases. */
    private final Set<String> submitted = new LinkedHashSet<>();

    private boolean more;

    /** What happened to it that has to be told after it. */
    final List<LogEvent> outcomes = new ArrayList<>();

    LoggedSubmission(
            String host, String queueId, String clientName, String clientAddress, String username, Instant begun) {
        this.host = host;
        this.queueId = queueId;
        this.clientName = clientName;
        this.clientAddress = clientAddress;
        this.username = username;
        this.begun = begun;
    }

    /** Lines that named a recipient. */
    int lines;

    private @Nullable Instant lastHeard;

    /** What a question of the server would have been about. */
    AskedMessages.LoggedMessage logged(Instant now) {
        return new AskedMessages.LoggedMessage(host, queueId, clientAddress, Submitter.login(username), now);
    }

    /** Until when its recipients are waited for; only once it is queued. */
    Instant waitsUntil() {
        Instant from = Objects.requireNonNull(queued);
        Instant most = from.plus(SubmissionTeller.LONGEST_COLLECTING);
        Instant next =
                (lastHeard == null || lastHeard.isBefore(from) ? from : lastHeard).plus(SubmissionTeller.COLLECTING);
        return next.isBefore(most) ? next : most;
    }

    /** Notes a recipient that a line names. */
    void hear(String recipient, String asSubmitted, Instant when) {
        lines++;
        lastHeard = when;
        if (heard.size() >= MailEvent.MAX_RECIPIENTS) {
            more = true;
        } else {
            heard.add(recipient);
            submitted.add(asSubmitted);
        }
    }

    /** Whether a line has named each of its recipients. */
    boolean complete() {
        return queued != null && (more || heard.size() >= expanded);
    }

    List<String> recipients() {
        return List.copyOf(submitted);
    }

    /** Recipients of the submission: those that aliases expanded to count once, as far as lines have named them. */
    int recipientCount() {
        int count = more ? expanded : submitted.size() + Math.max(0, expanded - heard.size());
        return Math.max(1, Math.max(count, submitted.size()));
    }

    MessageOwner owner() {
        return new MessageOwner(username, server, null);
    }

    LogEvent.Builder event(EventKind kind, String id, Instant time) {
        return Submitter.event(kind, id, time, username)
                .server(server)
                .clientName(clientName.equals("unknown") ? null : clientName)
                .clientAddress(clientAddress.isEmpty() ? null : clientAddress)
                .queueId(queueId)
                .messageId(messageId);
    }

    void write(DataOutput out) throws IOException {
        for (String text : List.of(host, queueId, clientName, clientAddress, username, sender, server)) {
            SavedText.write(out, text);
        }
        SavedText.write(out, messageId);
        SavedText.write(out, begun.toString());
        SavedText.write(out, queued == null ? null : queued.toString());
        SavedText.write(out, due == null ? null : due.toString());
        SavedText.write(out, lastHeard == null ? null : lastHeard.toString());
        out.writeLong(size);
        out.writeInt(expanded);
        SavedText.write(out, taken == null ? null : taken.toString());
        out.writeInt((held ? 1 : 0) + (holdTold ? 2 : 0) + (deferralTold ? 4 : 0) + (more ? 8 : 0) + (asked ? 16 : 0));
        out.writeInt(settled);
        out.writeInt(bounced);
        out.writeInt(lines);
        for (Set<String> set : List.of(heard, submitted)) {
            out.writeInt(set.size());
            for (String address : set) {
                SavedText.write(out, address);
            }
        }
        out.writeInt(outcomes.size());
        for (LogEvent outcome : outcomes) {
            SavedEvent.write(out, outcome);
        }
    }

    static LoggedSubmission read(DataInput in) throws IOException {
        String host = SavedText.required(in);
        String queueId = SavedText.required(in);
        String name = SavedText.required(in);
        String address = SavedText.required(in);
        String username = SavedText.required(in);
        String sender = SavedText.required(in);
        String server = SavedText.required(in);
        String messageId = SavedText.read(in);
        LoggedSubmission one =
                new LoggedSubmission(host, queueId, name, address, username, SavedEvent.time(SavedText.required(in)));
        one.sender = sender;
        one.server = server;
        one.messageId = messageId;
        String queued = SavedText.read(in);
        one.queued = queued == null ? null : SavedEvent.time(queued);
        String due = SavedText.read(in);
        one.due = due == null ? null : SavedEvent.time(due);
        String heardAt = SavedText.read(in);
        one.lastHeard = heardAt == null ? null : SavedEvent.time(heardAt);
        one.size = in.readLong();
        one.expanded = in.readInt();
        String taken = SavedText.read(in);
        one.taken = taken == null ? null : SavedEvent.time(taken);
        int flags = in.readInt();
        one.held = (flags & 1) != 0;
        one.holdTold = (flags & 2) != 0;
        one.deferralTold = (flags & 4) != 0;
        one.more = (flags & 8) != 0;
        one.asked = (flags & 16) != 0;
        one.settled = in.readInt();
        one.bounced = in.readInt();
        one.lines = in.readInt();
        for (Set<String> set : List.of(one.heard, one.submitted)) {
            for (int left = SavedText.count(in); left > 0; left--) {
                set.add(SavedText.required(in));
            }
        }
        for (int left = SavedText.count(in); left > 0; left--) {
            one.outcomes.add(SavedEvent.read(in));
        }
        return one;
    }
}
