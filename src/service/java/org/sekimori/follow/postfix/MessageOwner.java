package org.sekimori.follow.postfix;

import org.jspecify.annotations.Nullable;

/**
 * Whose message it is, and under which ids its submission is known.
 *
 * @param account the SASL username, or {@link Submitter#client}
 * @param server name of the server in its attempt; empty for the configured one
 * @param queueId the queue id that the submission had; null if it still has it
 */
record MessageOwner(String account, String server, @Nullable String queueId) {}
