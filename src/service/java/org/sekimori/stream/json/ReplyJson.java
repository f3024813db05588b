package org.sekimori.stream.json;

import org.jspecify.annotations.Nullable;
import org.sekimori.engine.StepOutput.CaseAfterCommand;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.text.EscapedText;
import tools.jackson.core.JsonParser;

/** The records of {@code replies}: what a waiting door, or whoever asked for a change, is told. */
public final class ReplyJson {

    private ReplyJson() {}

    /** The answer to a submission. */
    public static byte[] write(SubmissionAnswer answer) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("verdict", answer.verdict().word());
            json.writeStringProperty("source", answer.source().word());
            if (answer.verdict().refuses()) {
                json.writeNumberProperty("code", answer.verdict().code());
                json.writeStringProperty("enhanced_code", answer.verdict().enhancedCode());
                json.writeStringProperty("text", answer.text());
                if (!answer.plain().equals(answer.text())) {
                    json.writeStringProperty("plain", answer.plain());
                }
            }
            JsonSupport.optional(json, "reference", answer.reference());
        });
    }

    /** The answer to a command. */
    public static byte[] write(CommandResult done) {
        return JsonSupport.object(json -> {
            json.writeBooleanProperty("done", done.done());
            json.writeStringProperty("problem", done.problem());
            GrantSetJson.write(json, done.grants());
            CaseAfterCommand about = done.about();
            if (about != null) {
                json.writeStringProperty("case", about.caseId());
                json.writeNumberProperty("version", about.version());
                json.writeStringProperty("state", about.state());
                json.writeBooleanProperty("conflict", about.conflict());
            }
        });
    }

    /** Reads the answer to a submission. */
    public static SubmissionAnswer readAnswer(byte @Nullable [] bytes) {
        Fields fields = new Fields();
        return JsonSupport.read(bytes, fields, fields::answer);
    }

    /** Reads the answer to a command. */
    public static CommandResult readDone(byte @Nullable [] bytes) {
        Fields fields = new Fields();
        return JsonSupport.read(
                bytes, fields, () -> new CommandResult(fields.done, fields.problem, fields.grants, fields.about()));
    }

    private static final class Fields implements JsonSupport.Property {
        private String verdict = "";
        private String source = "log";
        private int code;
        private String enhancedCode = "";
        private String text = "";
        private @Nullable String plain;
        private @Nullable String reference;
        private boolean done;
        private String problem = "";
        private GrantSet grants = GrantSet.NONE;
        private @Nullable String caseId;
        private int version;
        private String state = "";
        private boolean conflict;

        SubmissionAnswer answer() {
            Verdict said =
                    switch (verdict) {
                        case "accept" -> Verdict.ACCEPT;
                        case "quarantine" -> Verdict.QUARANTINE;
                        case "defer" -> new Verdict.Defer(code, enhancedCode);
                        case "reject" -> new Verdict.Reject(code, enhancedCode);
                        default ->
                            throw new UnreadableRecordException(
                                    verdict.isEmpty()
                                            ? "a reply has no verdict"
                                            : "a reply has the unknown verdict '" + EscapedText.of(verdict, 40) + "'");
                    };
            return new SubmissionAnswer(
                    said,
                    text,
                    plain == null ? text : plain,
                    reference,
                    source.equals("log") ? SubmissionAnswer.Source.LOG : SubmissionAnswer.Source.FALLBACK);
        }

        @Nullable
        CaseAfterCommand about() {
            return caseId == null ? null : new CaseAfterCommand(caseId, version, state, conflict);
        }

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "verdict" -> verdict = JsonSupport.text(json);
                case "source" -> source = JsonSupport.text(json);
                case "code" -> code = JsonSupport.integer(json);
                case "enhanced_code" -> enhancedCode = JsonSupport.text(json);
                case "text" -> text = JsonSupport.text(json);
                case "plain" -> plain = JsonSupport.text(json);
                case "reference" -> reference = JsonSupport.text(json);
                case "done" -> done = JsonSupport.bool(json);
                case "problem" -> problem = JsonSupport.text(json);
                case "grants" -> grants = GrantSetJson.read(json);
                case "case" -> caseId = JsonSupport.text(json);
                case "version" -> version = JsonSupport.integer(json);
                case "state" -> state = JsonSupport.text(json);
                case "conflict" -> conflict = JsonSupport.bool(json);
                default -> {}
            }
        }
    }
}
