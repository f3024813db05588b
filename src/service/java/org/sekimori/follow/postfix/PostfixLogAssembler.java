package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler;
import org.sekimori.follow.postfix.PostfixLine.Useless;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.ClientIdentity;
import org.sekimori.mail.EventKind;

/**
 * Joins Postfix's lines to events; {@code docs/logs.md} says which line does what. A message that the server asked about gives
 * outcomes alone, {@code accepted} first. Any other gives an {@link EventKind#ATTEMPT} when all its recipients were heard of, or
 * after {@link SubmissionTeller#COLLECTING}; its outcomes follow it. What it holds: submissions not yet told of ({@link LoggedSubmission}), queued
 * messages ({@link OpenMessageTable}), messages from clients without a log-in ({@link IncomingMessage}), and what bounces may
 * answer ({@link BounceIndex}); each bounded, the oldest forgotten first.
 */
public final class PostfixLogAssembler implements LogLineAssembler {

    /** Most queued messages that are held unless said otherwise. */
    public static final int MOST_OPEN = 1_000_000;

    /** A client has this long to finish a message. */
    static final Duration LONGEST_DIALOGUE = Duration.ofHours(2);

    /** Longer than any sensible lifetime of a queued message; held ones may stay. */
    private static final Duration LONGEST_QUEUED = Duration.ofDays(30);

    /**
     * Between two lines so far apart the host's clock was set, or it was off: queued messages are no older for it. A clock in 2038 would
     * otherwise end them all.
     */
    private static final long CLOCK_WAS_SET_HOURS = 24;

    private static final int MOST_SUBMISSIONS = 20_000;
    private static final int LONGEST_USERNAME = 1000;

    private final int mostOpen;
    private final Predicate<ClientIdentity> applications;
    private final Map<String, String> usernames = BounceIndex.bounded(MOST_SUBMISSIONS);
    private final SubmissionTeller teller;
    private final DeliveryOutcomes outcomes;
    private int pid;

    /** @param asked tells which messages this service was asked about */
    public PostfixLogAssembler(AskedMessages asked) {
        this(asked, MOST_OPEN);
    }

    /**
     * @param asked tells which messages this service was asked about
     * @param mostOpen queued messages that are held at most; beyond, the oldest is forgotten
     */
    public PostfixLogAssembler(AskedMessages asked, int mostOpen) {
        this(asked, client -> false, mostOpen);
    }

    /**
     * @param asked tells which messages this service was asked about
     * @param applications tells which clients without a log-in submit all the same, by their address and envelope sender
     * @param mostOpen queued messages that are held at most; beyond, the oldest is forgotten
     */
    public PostfixLogAssembler(AskedMessages asked, Predicate<ClientIdentity> applications, int mostOpen) {
        this.mostOpen = mostOpen;
        this.applications = applications;
        this.teller = new SubmissionTeller(asked, new AssemblerState(mostOpen));
        this.outcomes = new DeliveryOutcomes(teller);
    }

    @Override
    public LineResult read(LogLine line, Consumer<LogEvent> receiver) {
        String daemon = PostfixProgram.daemon(line.program());
        if (daemon == null) {
            return LineResult.FOREIGN;
        }
        teller.events = receiver;
        teller.now = line.time();
        pid = line.pid();
        teller.tellDue();
        long hour = teller.now.getEpochSecond() / 3600;
        if (hour != teller.state.hour) {
            if (teller.state.hour != 0 && Math.abs(hour - teller.state.hour) > CLOCK_WAS_SET_HOURS) {
                teller.state.queued.clockSet((hour - teller.state.hour) * 3600);
            }
            teller.state.hour = hour;
            expire(teller.now);
        }
        PostfixLine parsed = PostfixLineParser.parse(daemon, line.text());
        if (parsed instanceof Useless useless) {
            return useless == Useless.KNOWN ? LineResult.IGNORED : LineResult.NOT_UNDERSTOOD;
        }
        understood(line.host(), parsed);
        return LineResult.UNDERSTOOD;
    }

    private void understood(String host, PostfixLine line) {
        if (line instanceof PostfixLine.Delivery delivery) {
            outcomes.delivered(host, delivery);
        } else if (line instanceof PostfixLine.Client client) {
            begun(host, client);
        } else if (line instanceof PostfixLine.Queued one) {
            queued(host, one);
        } else if (line instanceof PostfixLine.Removed removed) {
            outcomes.removed(MessageKey.of(host, removed.queueId()));
        } else if (line instanceof PostfixLine.MessageId header) {
            messageId(MessageKey.of(host, header.queueId()), header.id());
        } else if (line instanceof PostfixLine.LoginFailed failed) {
            loginFailed(host, failed);
        } else if (line instanceof PostfixLine.Refused refused) {
            refused(MessageKey.of(host, refused.queueId()), refused);
        } else if (line instanceof PostfixLine.Held held) {
            held(MessageKey.of(host, held.queueId()), held.atEnd());
        } else if (line instanceof PostfixLine.Discarded discarded) {
            discarded(MessageKey.of(host, discarded.queueId()));
        } else if (line instanceof PostfixLine.Expired expired) {
            outcomes.expired(host, expired.queueId());
        } else if (line instanceof PostfixLine.Returned returned) {
            outcomes.returned(host, returned.queueId());
        } else if (line instanceof PostfixLine.Reference reference) {
            IncomingMessage message = outcomes.incoming(MessageKey.of(host, reference.queueId()));
            if (message != null) {
                message.refer(reference.text());
            }
        } else if (line instanceof PostfixLine.Requeued again) {
            outcomes.adopt(
                    MessageKey.of(host, again.queueId()), MessageKey.of(host, again.original()), again.original());
        } else if (line instanceof PostfixLine.Lost lost) {
            lost(MessageKey.of(host, lost.queueId()));
        }
    }

    // Before the queue.

    private void begun(String host, PostfixLine.Client client) {
        long key = MessageKey.of(host, client.queueId());
        outcomes.removed(key);
        String username = client.username();
        if (username != null && username.length() <= LONGEST_USERNAME) {
            add(
                    key,
                    new LoggedSubmission(
                            host, client.queueId(), client.name(), client.address(), known(username), teller.now));
            return;
        }
        boolean handed = client.original() != null
                && outcomes.adopt(key, MessageKey.of(host, client.original()), client.original());
        if (!handed) {
            boolean fromHere = LineText.loopback(client.address());
            (fromHere ? teller.state.handedBack : teller.state.incoming)
                    .put(key, new IncomingMessage(teller.now, client.address(), fromHere));
        }
    }

    /** The same name as before, so that it is held once. */
    private String known(String username) {
        return usernames.computeIfAbsent(username, name -> name);
    }

    private void add(long key, LoggedSubmission one) {
        teller.state.submissions.put(key, one);
        if (teller.state.submissions.size() > MOST_SUBMISSIONS) {
            Map.Entry<Long, LoggedSubmission> oldest =
                    teller.state.submissions.entrySet().iterator().next();
            if (oldest.getValue().queued == null && !oldest.getValue().held) {
                teller.keepAccount(oldest.getKey(), oldest.getValue());
            } else {
                teller.finish(oldest.getKey(), oldest.getValue(), true);
            }
        }
    }

    private void messageId(long key, String id) {
        LoggedSubmission one = teller.state.submissions.get(key);
        if (one != null && one.messageId == null) {
            one.messageId = id;
        }
        IncomingMessage message = outcomes.incoming(key);
        if (message != null && message.messageId == null) {
            message.messageId = id;
        }
    }

    private void refused(long key, PostfixLine.Refused refused) {
        LoggedSubmission one = teller.state.submissions.get(key);
        if (one == null || one.queued != null || one.holdTold) {
            return;
        }
        teller.drop(key, one);
        boolean known = teller.ask(one) != SubmissionTeller.Told.NOT_ASKED;
        if (!known) {
            teller.used(one);
        }
        teller.events.accept(
                one.event(EventKind.REJECTED, teller.id(one.host, one.queueId, EventKind.REJECTED, ""), teller.now)
                        .recipientCount(1)
                        .statusCode(refused.statusCode())
                        .beforeQueue(true)
                        .build());
    }

    private void lost(long key) {
        LoggedSubmission one = teller.state.submissions.get(key);
        if (one != null && one.queued == null) {
            teller.drop(key, one);
            teller.used(one);
        } else if (one == null) {
            int slot = teller.state.queued.find(key);
            if (slot >= 0 && teller.state.queued.is(slot, OpenMessageTable.UNTOLD)) {
                teller.state.queued.remove(key);
            }
        }
    }

    private void loginFailed(String host, PostfixLine.LoginFailed failed) {
        String username = failed.username();
        if (username == null) {
            return;
        }
        String id = teller.id(
                host,
                "login",
                EventKind.AUTH_FAILED,
                teller.now + "\n" + pid + '\n' + failed.address() + '\n' + username);
        teller.events.accept(LogEvent.of(EventKind.AUTH_FAILED, id, teller.now, username)
                .clientAddress(failed.address())
                .clientName(failed.name().equals("unknown") ? null : failed.name())
                .build());
    }

    private void held(long key, boolean atEnd) {
        LoggedSubmission one = teller.state.submissions.get(key);
        if (one == null || one.queued != null || one.holdTold) {
            return;
        }
        one.held = true;
        if (atEnd) {
            teller.tellHeld(one);
        } else {
            teller.makeDue(key, one);
        }
    }

    private void discarded(long key) {
        LoggedSubmission one = teller.state.submissions.get(key);
        if (one != null && one.queued == null) {
            teller.drop(key, one);
            teller.ask(one);
            teller.tellAccepted(one);
        }
    }

    // In the queue.

    private void queued(String host, PostfixLine.Queued line) {
        long key = MessageKey.of(host, line.queueId());
        LoggedSubmission one = teller.state.submissions.get(key);
        one = one == null ? ofApplication(host, key, line) : one;
        if (one == null) {
            int slot = teller.state.queued.find(key);
            if (slot >= 0 && teller.state.queued.is(slot, OpenMessageTable.UNTOLD)) {
                queuedLate(host, key, slot, line);
            } else if (slot >= 0) {
                teller.state.queued.counted(slot, line.recipients());
            }
            IncomingMessage message = outcomes.incoming(key);
            if (message != null) {
                message.sender = line.sender();
                message.recipients = line.recipients();
            }
            return;
        } else if (one.queued != null) {
            return;
        }
        one.queued = teller.now;
        one.sender = line.sender();
        one.size = line.size();
        one.expanded = line.recipients();
        if (teller.ask(one) != SubmissionTeller.Told.NOT_ASKED) {
            if (!one.holdTold) {
                teller.tellAccepted(one);
            }
            teller.settle(key, one);
        } else if (one.complete()) {
            teller.finish(key, one, true);
        } else {
            teller.makeDue(key, one);
        }
    }

    /**
     * The submission of a client that did not log in and is one of the operator's applications, which is known with the sender; null
     * if it is none. Not of a client on this machine: content filters hand mail back from there.
     */
    private @Nullable LoggedSubmission ofApplication(String host, long key, PostfixLine.Queued line) {
        IncomingMessage message = teller.state.incoming.get(key);
        if (message == null
                || message.sender != null
                || message.clientAddress.length() + line.sender().length() > LONGEST_USERNAME
                || !application(message.clientAddress, line.sender())) {
            return null;
        }
        outcomes.forget(key);
        LoggedSubmission one = new LoggedSubmission(
                host,
                line.queueId(),
                "unknown",
                message.clientAddress,
                known(Submitter.client(message.clientAddress, line.sender())),
                message.begun);
        one.messageId = message.messageId;
        add(key, one);
        return one;
    }

    private boolean application(String address, String sender) {
        try {
            return applications.test(new ClientIdentity(ClientAddress.of(address), List.of(), sender, null));
        } catch (IllegalArgumentException e) {
            // Such as Postfix's "unknown": no network has it.
            return false;
        }
    }

    /** A message whose client took so long, or began so many, that its details were forgotten. */
    private void queuedLate(String host, long key, int slot, PostfixLine.Queued line) {
        LoggedSubmission one = new LoggedSubmission(
                host,
                line.queueId(),
                "unknown",
                "",
                teller.state.queued.owner(slot).account(),
                Instant.ofEpochSecond(teller.state.queued.begun(slot)));
        one.queued = teller.now;
        one.sender = line.sender();
        one.size = line.size();
        one.expanded = line.recipients();
        if (teller.ask(one) == SubmissionTeller.Told.NOT_ASKED) {
            teller.finish(key, one, true);
        } else {
            teller.tellAccepted(one);
            teller.settle(key, one);
        }
    }

    // What is held.

    @Override
    public void expire(Instant time) {
        teller.state.queued.removeBefore(time.minus(LONGEST_QUEUED).getEpochSecond());
        Instant begun = time.minus(LONGEST_DIALOGUE);
        List<Map.Entry<Long, LoggedSubmission>> over = teller.state.submissions.entrySet().stream()
                .filter(entry -> entry.getValue().queued == null
                        && !entry.getValue().held
                        && entry.getValue().begun.isBefore(begun))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
        over.forEach(entry -> teller.keepAccount(entry.getKey(), entry.getValue()));
    }

    @Override
    public int open() {
        return teller.state.submissions.size() + teller.state.queued.size();
    }

    /** Number of open messages that were forgotten, since there were too many. */
    public long forgotten() {
        return teller.state.queued.forgotten();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        teller.state.write(out);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        teller.state = new AssemblerState(mostOpen);
        try {
            teller.state = AssemblerState.read(in, mostOpen);
        } catch (RuntimeException e) {
            throw new IOException("the open messages cannot be read", e);
        }
    }
}
