package org.sekimori.endtoend.postfix;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.endtoend.TopicReader;

/** Makes outcomes of Postfix's log as the table in docs/events.md says, and remembers whose message a queue id is. */
final class PostfixLogShipper {

    private static final Pattern CLIENT = Pattern.compile("smtpd\\[\\d+]: (\\w+): client=.*, sasl_username=([^,\\s]+)");
    private static final Pattern DELIVERY = Pattern.compile(
            "/(?:smtp|discard|error|retry)\\[\\d+]: (\\w+): to=<.*, dsn=([\\d.]+), status=(sent|deferred|bounced) ");
    private static final Pattern REFUSAL = Pattern.compile(
            "/(?:smtpd|cleanup)\\[\\d+]: (\\w+): (?:milter-)?reject: END-OF-MESSAGE from \\S+: (\\d\\.\\d\\.\\d|\\d{3} \\d\\.\\d\\.\\d)");
    private static final Map<String, String> KINDS =
            Map.of("sent", "accepted", "deferred", "deferred", "bounced", "bounced");

    private final Map<String, String> accounts = new HashMap<>();
    private int shipped;

    /** The outcomes of the lines that were not shipped yet. */
    List<String> ship(String log) {
        List<String> lines = log.lines().toList();
        List<String> outcomes = new ArrayList<>();
        for (String line : lines.subList(shipped, lines.size())) {
            Matcher client = CLIENT.matcher(line);
            if (client.find()) {
                accounts.put(client.group(1), client.group(2));
            }
            String outcome = outcome(line);
            if (outcome != null) {
                outcomes.add(outcome);
            }
        }
        shipped = lines.size();
        return outcomes;
    }

    private @Nullable String outcome(String line) {
        Matcher delivery = DELIVERY.matcher(line);
        if (delivery.find()) {
            return event(KINDS.getOrDefault(delivery.group(3), ""), delivery.group(1), delivery.group(2), false);
        }
        Matcher refusal = REFUSAL.matcher(line);
        return refusal.find() ? event("rejected", refusal.group(1), refusal.group(2), true) : null;
    }

    private @Nullable String event(String kind, String queueId, String status, boolean beforeQueue) {
        String account = accounts.get(queueId);
        if (account == null) {
            return null;
        }
        var event = TopicReader.JSON
                .createObjectNode()
                .put("time", Clock.systemUTC().instant().toString())
                .put("kind", kind)
                .put("account", account)
                .put("server", "127.0.0.1")
                .put("queue_id", queueId)
                .put("status_code", status);
        return (beforeQueue ? event.put("before_queue", true) : event).toString();
    }
}
