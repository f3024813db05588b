package org.sekimori.stream.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.text.EscapedText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Commands about cases as records of {@code events}. */
final class CaseCommandJson {

    private CaseCommandJson() {}

    static void write(JsonGenerator json, CaseCommand command) {
        if (command instanceof CaseCommand.Close close) {
            head(json, "case_close", close);
            json.writeStringProperty("outcome", close.outcome().word());
            json.writeBooleanProperty("vouched", close.vouched());
            json.writeStringProperty("reason", close.reason());
        } else if (command instanceof CaseCommand.Move move) {
            head(json, "case_move", move);
            json.writeStringProperty("to", move.to().word());
            json.writeStringProperty("reason", move.reason());
        } else if (command instanceof CaseCommand.Release release) {
            head(json, "case_release", release);
            json.writeBooleanProperty("vouched", release.vouched());
            json.writeStringProperty("reason", release.reason());
        } else if (command instanceof CaseCommand.Assign assign) {
            head(json, "case_assign", assign);
            JsonSupport.optional(json, "assignee", assign.assignee());
        } else if (command instanceof CaseCommand.Comment comment) {
            head(json, "case_comment", comment);
            json.writeStringProperty("text", comment.text());
        } else if (command instanceof CaseCommand.ClearQuarantine cleared) {
            head(json, "case_quarantine", cleared);
            json.writeStringProperty("action", cleared.word());
            json.writeNumberProperty("messages", cleared.messages());
            if (!cleared.references().isEmpty()) {
                JsonSupport.texts(json, "references", cleared.references().stream());
            }
        } else if (command instanceof CaseCommand.Reopen reopen) {
            head(json, "case_reopen", reopen);
            json.writeStringProperty("reason", reopen.reason());
        } else if (command instanceof CaseCommand.Report report) {
            head(json, "case_report", report);
            json.writeStringProperty("reference", report.reference());
            json.writeStringProperty("reason", report.reason());
        } else {
            head(json, "case_due", command);
        }
    }

    private static void head(JsonGenerator json, String type, CaseCommand command) {
        CaseCommand.Header head = command.head();
        EntryJson.head(json, type, head.id(), head.time(), head.account(), head.by(), head.channel());
        JsonSupport.optional(json, "case", head.caseId());
        if (head.ifVersion() != null) {
            json.writeNumberProperty("if_version", head.ifVersion());
        }
    }

    /** What only such commands have. */
    static final class Fields implements JsonSupport.Property {
        private @Nullable String caseId;
        private @Nullable Integer ifVersion;
        private Case.@Nullable Outcome outcome;
        private Case.@Nullable State to;
        private @Nullable String assignee;
        private @Nullable String text;
        private @Nullable Boolean deleted;
        private @Nullable Integer messages;
        private final List<String> references = new ArrayList<>();

        @Nullable
        String caseId() {
            return caseId;
        }

        @Nullable
        Integer ifVersion() {
            return ifVersion;
        }

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "case" -> caseId = JsonSupport.text(json);
                case "if_version" -> ifVersion = JsonSupport.integer(json);
                case "outcome" -> outcome = Case.Outcome.of(JsonSupport.text(json));
                case "to" -> to = Case.State.of(JsonSupport.text(json));
                case "assignee" -> assignee = JsonSupport.text(json);
                case "text" -> text = JsonSupport.text(json);
                case "action" -> deleted = deleted(JsonSupport.text(json));
                case "messages" -> messages = JsonSupport.integer(json);
                case "references" -> JsonSupport.texts(json, references);
                default -> {}
            }
        }

        private static @Nullable Boolean deleted(String action) {
            return switch (action) {
                case "deleted" -> true;
                case "released" -> false;
                default -> null;
            };
        }

        CaseCommand command(String type, CaseCommand.Header head, String reason, String reference, boolean vouched) {
            return switch (type) {
                case "case_close" ->
                    new CaseCommand.Close(head, EntryJson.require(outcome, "outcome"), vouched, reason);
                case "case_move" -> new CaseCommand.Move(head, EntryJson.require(to, "to"), reason);
                case "case_release" -> new CaseCommand.Release(head, vouched, reason);
                case "case_assign" -> new CaseCommand.Assign(head, assignee);
                case "case_comment" -> new CaseCommand.Comment(head, EntryJson.require(text, "text"));
                case "case_quarantine" ->
                    new CaseCommand.ClearQuarantine(
                            head,
                            EntryJson.require(deleted, "action"),
                            EntryJson.require(messages, "messages"),
                            references);
                case "case_reopen" -> new CaseCommand.Reopen(head, reason);
                case "case_report" -> new CaseCommand.Report(head, reference, reason);
                case "case_due" -> new CaseCommand.Due(head);
                default ->
                    throw new UnreadableRecordException(
                            "an entry has the type '" + EscapedText.of(type, 40)
                                    + "', which this version does not know; if a newer one wrote it, let all instances be of that");
            };
        }
    }
}
