package org.sekimori.follow.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.AskedMessages.LoggedMessage;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.MailEvent;

/**
 * The questions about messages with one queue id: usually one, of several servers or of an id that is used again a few.
 *
 * @param questions the oldest first
 * @param crowded whether one was left out because there were too many
 */
record AskedQueueId(List<Question> questions, boolean crowded) {

    /** Most questions: more come only of somebody who makes ids up. */
    static final int MOST = 4;

    /**
     * A question. Texts are kept as hashes: they only have to tell messages with the same queue id apart.
     *
     * @param server its name in the attempt
     * @param time when it was asked
     * @param address of the client; 0 if unknown
     * @param account as it is named here; 0 for a client that did not log in
     * @param login as the client spelled it; 0 if that is the account
     */
    record Question(String server, Instant time, int address, int account, int login) {

        static Question of(MailEvent event) {
            return new Question(
                    event.server(),
                    event.time(),
                    hash(event.clientAddress()),
                    hash(event.account().name()),
                    hash(event.login()));
        }

        /** Whether it is not about another message: an equal client or account proves it, a lack of both does not deny it. */
        private boolean fits(LoggedMessage message) {
            int client = client(message.clientAddress());
            int name = hash(message.login());
            boolean sameClient = client != 0 && client == address;
            boolean sameAccount = name != 0 && (name == account || name == login);
            boolean comparable = client != 0 && address != 0 || name != 0 && account != 0;
            return sameClient || sameAccount || !comparable;
        }

        private boolean sameAs(Question other) {
            return server.equals(other.server) && address == other.address && account == other.account;
        }

        private static int client(@Nullable String logged) {
            if (logged == null) {
                return 0;
            }
            try {
                return hash(ClientAddress.of(logged).text());
            } catch (IllegalArgumentException e) {
                // "unknown": the client was gone before it was asked for its address.
                return 0;
            }
        }

        private static int hash(@Nullable String text) {
            return text == null || text.isEmpty()
                    ? 0
                    : text.toLowerCase(Locale.ROOT).hashCode();
        }
    }

    static AskedQueueId of(Question question) {
        return new AskedQueueId(List.of(question), false);
    }

    /** The same with a later question; it replaces an earlier one about the same message. */
    AskedQueueId with(Question question) {
        List<Question> kept = new ArrayList<>(questions);
        kept.removeIf(question::sameAs);
        kept.add(question);
        boolean over = kept.size() > MOST;
        return new AskedQueueId(List.copyOf(over ? kept.subList(1, kept.size()) : kept), crowded || over);
    }

    int size() {
        return questions.size();
    }

    Instant newest() {
        return questions.get(questions.size() - 1).time();
    }

    /**
     * The name of the server that asked about a message: if several fit, of the host that logs it, else the one that asked nearest to it.
     *
     * @return null if none asked
     */
    @Nullable
    String find(LoggedMessage message) {
        Question best = null;
        for (Question one : questions) {
            if (distance(one, message).compareTo(AskedMessages.NEAR) <= 0
                    && one.fits(message)
                    && (best == null || better(one, best, message))) {
                best = one;
            }
        }
        return best == null ? null : best.server();
    }

    private static boolean better(Question one, Question other, LoggedMessage message) {
        boolean own = one.server().equalsIgnoreCase(message.host());
        boolean otherOwn = other.server().equalsIgnoreCase(message.host());
        return own != otherOwn ? own : distance(one, message).compareTo(distance(other, message)) < 0;
    }

    private static Duration distance(Question one, LoggedMessage message) {
        return Duration.between(one.time(), message.time()).abs();
    }
}
