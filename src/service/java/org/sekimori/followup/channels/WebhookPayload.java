package org.sekimori.followup.channels;

import java.io.IOException;
import java.util.Objects;
import org.sekimori.cases.Case;
import org.sekimori.mail.Finding.Severity;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Payloads in the receivers' formats. */
final class WebhookPayload {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Slack cuts longer sections off with an error. */
    private static final int MOST_SLACK = 2900;

    /** PagerDuty's limit for the summary. */
    private static final int MOST_SUMMARY = 1024;

    private WebhookPayload() {}

    /** @throws IOException if the routing key cannot be read */
    static byte[] of(DeskAlert alert, WebhookSettings settings) throws IOException {
        ObjectNode body =
                switch (settings.form()) {
                    case GENERIC -> generic(alert);
                    case SLACK -> slack(alert);
                    case PAGERDUTY ->
                        pagerDuty(alert, SecretReader.text(Objects.requireNonNull(settings.routingKey())));
                };
        return JSON.writeValueAsBytes(body);
    }

    private static ObjectNode generic(DeskAlert alert) {
        ObjectNode body = JSON.createObjectNode();
        body.put("type", alert.kind().word());
        body.put("timestamp", alert.time().toString());
        ObjectNode data = body.putObject("data");
        data.put("title", alert.title());
        details(alert, data);
        return body;
    }

    private static void details(DeskAlert alert, ObjectNode data) {
        if (alert.account() != null) {
            data.put("account", alert.account());
        }
        Case one = alert.one();
        if (one != null) {
            data.put("case", one.id());
            data.put("reference", one.reference());
            data.put("state", one.state().word());
            if (one.outcome() != null) {
                data.put("outcome", one.outcome().word());
            }
            data.put("severity", one.severity().word());
            ArrayNode rules = data.putArray("rules");
            one.ruleIds().forEach(rules::add);
            data.put("opened_at", one.openedAt().toString());
            data.put("messages_out", one.messagesOut());
            data.put("recipients_out", one.recipientsOut());
            if (one.quarantined() > 0) {
                data.put("quarantined", one.quarantined());
            }
        }
        alert.facts().forEach(data::put);
    }

    private static ObjectNode slack(DeskAlert alert) {
        ObjectNode body = JSON.createObjectNode();
        body.put("text", escaped(alert.title()));
        ArrayNode blocks = body.putArray("blocks");
        blocks.addObject()
                .put("type", "header")
                .putObject("text")
                .put("type", "plain_text")
                .put("text", cut(alert.title(), 150));
        blocks.addObject()
                .put("type", "section")
                .putObject("text")
                .put("type", "mrkdwn")
                .put("text", cut(escaped(alert.text()), MOST_SLACK));
        return body;
    }

    /** The three characters that mean something in Slack's text. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static ObjectNode pagerDuty(DeskAlert alert, String routingKey) {
        ObjectNode body = JSON.createObjectNode();
        body.put("routing_key", routingKey);
        body.put("event_action", ends(alert.kind()) ? "resolve" : "trigger");
        body.put("dedup_key", alert.incident());
        ObjectNode payload = body.putObject("payload");
        payload.put("summary", cut(alert.title(), MOST_SUMMARY));
        payload.put("source", alert.account() == null ? "sekimori" : alert.account());
        payload.put("severity", severity(alert.severity()));
        payload.put("timestamp", alert.time().toString());
        payload.put("class", alert.kind().word());
        details(alert, payload.putObject("custom_details"));
        return body;
    }

    private static boolean ends(NoticeKind kind) {
        return kind == NoticeKind.RELEASED || kind == NoticeKind.CASE_CLOSED;
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case LOW -> "info";
            case MEDIUM -> "warning";
            case HIGH -> "error";
            case CRITICAL -> "critical";
        };
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, text.offsetByCodePoints(0, most / 2 - 1)) + "…";
    }
}
