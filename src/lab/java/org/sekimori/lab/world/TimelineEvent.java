package org.sekimori.lab.world;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.SubmissionChannel;

/** An event of an account, independent of decisions. */
public sealed interface TimelineEvent {

    /** When the server sees it. */
    Instant time();

    /**
     * A message is submitted.
     *
     * @param hostile by a thief
     * @param place the client's location
     * @param channel its channel
     * @param recipients ids of the recipients: a number for each address, always the same; at most the first 200
     * @param recipientCount number of all recipients, from 1
     * @param size octets
     * @param bounces recipients that will prove unreachable; only if the message is accepted
     * @param helo name that the program gives for itself; null if the world does not say
     */
    record Message(
            Instant time,
            boolean hostile,
            ClientLocation place,
            SubmissionChannel channel,
            long[] recipients,
            int recipientCount,
            int size,
            List<Bounce> bounces,
            @Nullable String helo)
            implements TimelineEvent {

        /** Most recipients that are named one by one. */
        public static final int MOST_NAMED = 200;

        public Message {
            if (recipientCount < 1 || recipients.length > Math.min(recipientCount, MOST_NAMED)) {
                throw new IllegalArgumentException(recipients.length + " recipients are named of " + recipientCount
                        + "; at least one and at most " + MOST_NAMED + " may be");
            }
            int failing = 0;
            for (Bounce bounce : bounces) {
                failing += bounce.recipients();
            }
            if (failing > recipientCount) {
                throw new IllegalArgumentException(failing + " recipients bounce of " + recipientCount);
            }
            bounces = List.copyOf(bounces);
        }

        /** A message of a world that does not say what programs call themselves. */
        public Message(
                Instant time,
                boolean hostile,
                ClientLocation place,
                SubmissionChannel channel,
                long[] recipients,
                int recipientCount,
                int size,
                List<Bounce> bounces) {
            this(time, hostile, place, channel, recipients, recipientCount, size, bounces, null);
        }

        /** Compares arrays by content. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Message m
                    && time.equals(m.time)
                    && hostile == m.hostile
                    && place.equals(m.place)
                    && channel == m.channel
                    && Arrays.equals(recipients, m.recipients)
                    && recipientCount == m.recipientCount
                    && size == m.size
                    && bounces.equals(m.bounces)
                    && Objects.equals(helo, m.helo);
        }

        @Override
        public int hashCode() {
            return time.hashCode() * 31 + Arrays.hashCode(recipients);
        }
    }

    /**
     * A non-delivery report comes back for some recipients of a message.
     *
     * @param afterSeconds after the submission, from 1
     * @param recipients how many, from 1
     */
    record Bounce(int afterSeconds, int recipients) {

        public Bounce {
            if (afterSeconds < 1 || recipients < 1) {
                throw new IllegalArgumentException(
                        "a bounce comes at least a second later and for at least one recipient, not " + afterSeconds
                                + " s and " + recipients);
            }
        }
    }

    /**
     * A log-in with a wrong password. Successful log-ins are implied by submissions.
     *
     * @param hostile by a thief
     */
    record FailedLogin(Instant time, boolean hostile, ClientLocation place) implements TimelineEvent {}

    /**
     * The owner opens a travel grant.
     *
     * @param from when it begins, not before {@code time}; it lasts a week
     * @param countries which it is for, empty: all
     */
    record GrantOpened(Instant time, Instant from, SortedSet<String> countries) implements TimelineEvent {}

    /** The owner extends the grant that ends last, to one week from now. */
    record GrantExtended(Instant time) implements TimelineEvent {}
}
