package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the submission that a bounce from elsewhere answers, days after it left the queue: by the Message-ID or queue id of the
 * original, or by its VERP address ({@code VERP_README}: {@code owner+user=domain@ours}). Anybody can send a message without a
 * sender, and vacation programs do, so it is a bounce only if the log shows headers of the original in it, or its type as a
 * delivery report; and a client answers one submission once.
 */
final class BounceIndex {

    private static final Pattern ID = Pattern.compile("<([^<>\\s]{1,250})>");
    private static final Pattern RECEIVED = Pattern.compile("\\bid ([0-9A-Za-z]{6,40})\\b");
    private static final int VERP_RECIPIENTS = 50;

    /** By hash; the queue id is always given. */
    private final Map<Long, MessageOwner> originals;

    private final Map<Long, Boolean> answered;

    BounceIndex(int most) {
        originals = bounded(most);
        answered = bounded(most);
    }

    static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Remembers a submission. */
    void add(LoggedSubmission one) {
        MessageOwner owner = new MessageOwner(one.username, one.server, one.queueId);
        put('q', one.queueId, owner);
        if (one.messageId != null) {
            put('m', one.messageId, owner);
        }
        int at = one.sender.lastIndexOf('@');
        if (at <= 0) {
            return;
        }
        if (one.sender.lastIndexOf('=', at) > 0) {
            put('v', one.sender.toLowerCase(Locale.ROOT), owner);
            return;
        }
        one.recipients().stream().limit(VERP_RECIPIENTS).forEach(recipient -> {
            String verp = one.sender.substring(0, at) + '+' + recipient.replace('@', '=') + one.sender.substring(at);
            put('v', verp.toLowerCase(Locale.ROOT), owner);
        });
    }

    private void put(char kind, String id, MessageOwner owner) {
        originals.put(MessageKey.of(kind + "", id), owner);
    }

    private @Nullable MessageOwner get(char kind, String id) {
        return originals.get(MessageKey.of(kind + "", id));
    }

    /**
     * The submission that a message without a sender is a bounce of; null if it is none, or the client has answered it before.
     *
     * @param recipient whom it was sent to
     */
    @Nullable
    MessageOwner originalOf(IncomingMessage bounce, String recipient) {
        MessageOwner owner = find(bounce, recipient);
        if (owner == null || owner.queueId() == null) {
            return null;
        }
        long answer = MessageKey.of(owner.queueId(), bounce.clientAddress);
        return answered.put(answer, true) == null ? owner : null;
    }

    private @Nullable MessageOwner find(IncomingMessage bounce, String recipient) {
        for (String line : bounce.references) {
            String lower = line.toLowerCase(Locale.ROOT);
            boolean nested = lower.startsWith("header message-id: ");
            if (nested
                    || bounce.report
                            && (lower.startsWith("header in-reply-to: ") || lower.startsWith("header references: "))) {
                Matcher ids = ID.matcher(line);
                while (ids.find()) {
                    MessageOwner owner = ids.group(1).equals(bounce.messageId) ? null : get('m', ids.group(1));
                    if (owner != null) {
                        return owner;
                    }
                }
            } else if (lower.startsWith("header received: ")) {
                Matcher ids = RECEIVED.matcher(line);
                while (ids.find()) {
                    MessageOwner owner = get('q', ids.group(1));
                    if (owner != null) {
                        return owner;
                    }
                }
            }
        }
        return bounce.report ? get('v', recipient.toLowerCase(Locale.ROOT)) : null;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(originals.size());
        for (Map.Entry<Long, MessageOwner> one : originals.entrySet()) {
            out.writeLong(one.getKey());
            SavedText.write(out, one.getValue().account());
            SavedText.write(out, one.getValue().server());
            SavedText.write(out, one.getValue().queueId());
        }
        out.writeInt(answered.size());
        for (Long one : answered.keySet()) {
            out.writeLong(one);
        }
    }

    static BounceIndex read(DataInput in, int most) throws IOException {
        BounceIndex index = new BounceIndex(most);
        for (int left = SavedText.count(in); left > 0; left--) {
            long key = in.readLong();
            String account = SavedText.required(in);
            String server = SavedText.required(in);
            index.originals.put(key, new MessageOwner(account, server, SavedText.read(in)));
        }
        for (int left = SavedText.count(in); left > 0; left--) {
            index.answered.put(in.readLong(), true);
        }
        return index;
    }
}
