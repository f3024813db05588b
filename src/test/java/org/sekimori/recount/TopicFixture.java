package org.sekimori.recount;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Both topics, written by a test record by record. */
final class TopicFixture {

    private final List<TopicRecord> events = new ArrayList<>();
    private final List<TopicRecord> decisions = new ArrayList<>();

    RecountReport report() {
        return report(ExpectedVerdict.NONE);
    }

    RecountReport report(ExpectedVerdict expectation) {
        return Recount.of(events, decisions, expectation);
    }

    void attempt(int partition, String account, String id, int recipients) {
        event(partition, account, id, "attempt", ",\"recipient_count\":" + recipients);
    }

    void event(int partition, String account, String id, String kind, String more) {
        entry(partition, account, """
                {"type":"mail","id":"%s","kind":"%s","account":"%s",
                 "origin":{"kind":"country","country":"JP"}%s}""".formatted(id, kind, account, more));
    }

    void answered(int partition, String account, String id, String verdict, String source) {
        entry(partition, account, """
                {"type":"answered","event_id":"%s","account":"%s","verdict":"%s","source":"%s"}""".formatted(id, account, verdict, source));
    }

    void decision(
            int partition, String account, String id, String verdict, long messages, long recipients, long refused) {
        decision(partition, account, """
                {"id":"d-%s","event_id":"%s","account":"%s","verdict":"%s","counters":
                 {"accepted_messages":%d,"accepted_recipients":%d,"refused_messages":%d}}""".formatted(id, id, account, verdict, messages, recipients, refused));
    }

    /** Any value in the topic of events. */
    void entry(int partition, String key, String json) {
        add(events, partition, key, json);
    }

    /** Any value in the topic of decisions. */
    void decision(int partition, String key, String json) {
        add(decisions, partition, key, json);
    }

    private static void add(List<TopicRecord> topic, int partition, String key, String json) {
        topic.add(new TopicRecord(
                partition, topic.size(), key.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8)));
    }
}
