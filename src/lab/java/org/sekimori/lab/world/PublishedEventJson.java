package org.sekimori.lab.world;

import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON of synthetic mail events, as a mail server would publish them: see {@code docs/events.md}. */
public final class PublishedEventJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private PublishedEventJson() {}

    /** One JSON object without a line feed. Recipients are invented addresses in clear, as servers send them. */
    public static String of(MailEvent event) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", event.id());
        json.put("time", event.time().toString());
        json.put("kind", event.kind().word());
        json.put("server", event.server());
        json.put("channel", event.channel().word());
        json.put("account", event.account().name());
        json.put("client_address", event.clientAddress());
        if (event.clientName() != null) {
            json.put("client_name", event.clientName());
        }
        if (event.helo() != null) {
            json.put("helo", event.helo());
        }
        if (event.sender() != null) {
            json.put("sender", event.sender());
        }
        if (!event.recipients().isEmpty()) {
            ArrayNode recipients = json.putArray("recipients");
            event.recipients().forEach(recipient -> recipients.add(SyntheticLogEntryFactory.address(recipient)));
        }
        json.put("recipient_count", event.recipientCount());
        if (event.size() > 0) {
            json.put("size", event.size());
        }
        if (event.queueId() != null) {
            json.put("queue_id", event.queueId());
        }
        if (event.history()) {
            json.put("history", true);
        }
        return JSON.writeValueAsString(json);
    }

    /** Where the event came from, in one word for labels: a country, or the kind of place. */
    public static String originLabel(Origin origin) {
        return origin instanceof Origin.Country at ? at.country() : origin.kind();
    }
}
