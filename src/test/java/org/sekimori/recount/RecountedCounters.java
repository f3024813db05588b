package org.sekimori.recount;

import tools.jackson.databind.JsonNode;

/** What an account did in its life. */
record RecountedCounters(long acceptedMessages, long acceptedRecipients, long refusedMessages) {

    static final RecountedCounters ZERO = new RecountedCounters(0, 0, 0);

    /** As a decision states them; what is not stated as a number is -1 and equals no recount. */
    static RecountedCounters in(JsonNode decision) {
        JsonNode stated = decision.path("counters");
        return new RecountedCounters(
                stated.path("accepted_messages").asLong(-1),
                stated.path("accepted_recipients").asLong(-1),
                stated.path("refused_messages").asLong(-1));
    }

    /** One more decision. Everything but an accept and a quarantine is a refusal. */
    RecountedCounters plus(RecordedVerdict verdict, int recipients) {
        return verdict.passes()
                ? new RecountedCounters(acceptedMessages + 1, acceptedRecipients + recipients, refusedMessages)
                : new RecountedCounters(acceptedMessages, acceptedRecipients, refusedMessages + 1);
    }

    /** Whether all three were stated. */
    boolean complete() {
        return acceptedMessages >= 0 && acceptedRecipients >= 0 && refusedMessages >= 0;
    }

    @Override
    public String toString() {
        return acceptedMessages + " accepted with " + acceptedRecipients + " recipients, " + refusedMessages
                + " refused";
    }
}
