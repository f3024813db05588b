package org.sekimori.follow.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.follow.AskedMessages;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/**
 * The messages that servers asked about lately: the last {@value #MOST}, some 50 MB at most. What was asked before this process
 * started is read from the log ({@link AskedMessageLoader}). Thread-safe.
 */
public final class AskedMessageRegistry implements AskedMessages {

    static final int MOST = 200_000;

    private final Map<String, AskedQueueId> byQueueId = new LinkedHashMap<>();
    private final int most;
    private int size;
    private Instant since;

    /** @param since from when on everything that is asked is recorded */
    public AskedMessageRegistry(Instant since) {
        this(since, MOST);
    }

    AskedMessageRegistry(Instant since, int most) {
        this.since = since;
        this.most = most;
    }

    /** Records an event if a server asks by it, or another publisher reports it before the server's log does. */
    public void record(MailEvent event) {
        String publisher = event.publisher();
        boolean fromLog = publisher != null && publisher.startsWith("follow:");
        String queueId = event.queueId();
        if (event.kind() == EventKind.ATTEMPT && queueId != null && !event.history() && !fromLog) {
            put(queueId, AskedQueueId.Question.of(event));
        }
    }

    private synchronized void put(String queueId, AskedQueueId.Question question) {
        AskedQueueId before = byQueueId.remove(queueId);
        AskedQueueId now = before == null ? AskedQueueId.of(question) : before.with(question);
        byQueueId.put(queueId, now);
        size += now.size() - (before == null ? 0 : before.size());
        if (size > most) {
            String eldest = byQueueId.keySet().iterator().next();
            AskedQueueId gone = byQueueId.remove(eldest);
            if (gone != null) {
                size -= gone.size();
                since = gone.newest().isAfter(since) ? gone.newest() : since;
            }
        }
    }

    /** From when on everything is known. */
    synchronized Instant since() {
        return since;
    }

    /** Everything from this time on was put in. */
    synchronized void reachesBackTo(Instant time) {
        if (size < most && time.isBefore(since)) {
            since = time;
        }
    }

    @Override
    public synchronized Answer find(LoggedMessage message) {
        AskedQueueId asked = byQueueId.get(message.queueId());
        String server = asked == null ? null : asked.find(message);
        if (server != null) {
            return new Answer.Asked(server);
        }
        boolean forgotten = message.time().isBefore(since) || asked != null && asked.crowded();
        return forgotten ? new Answer.Unknown() : new Answer.NotAsked();
    }
}
