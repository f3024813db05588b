package org.sekimori.stream.json;

import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Output.About;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Answer;
import org.sekimori.mail.Verdict;
import org.sekimori.mail.Visible;
import tools.jackson.core.JsonParser;

/** The records of {@code replies}: what a waiting door, or whoever asked for a change, is told. */
public final class AnswerJson {

    private AnswerJson() {}

    /** The answer to a submission. */
    public static byte[] write(Answer answer) {
        return Json.object(json -> {
            json.writeStringProperty("verdict", answer.verdict().word());
            json.writeStringProperty("source", answer.source().word());
            if (!(answer.verdict() instanceof Verdict.Accept)) {
                json.writeNumberProperty("code", answer.verdict().code());
                json.writeStringProperty("enhanced_code", answer.verdict().enhancedCode());
                json.writeStringProperty("text", answer.text());
                if (!answer.plain().equals(answer.text())) {
                    json.writeStringProperty("plain", answer.plain());
                }
            }
            Json.optional(json, "reference", answer.reference());
        });
    }

    /** The answer to a command. */
    public static byte[] write(CommandDone done) {
        return Json.object(json -> {
            json.writeBooleanProperty("done", done.done());
            json.writeStringProperty("problem", done.problem());
            ProjectionJson.writeGrants(json, done.grants());
            About about = done.about();
            if (about != null) {
                json.writeStringProperty("case", about.caseId());
                json.writeNumberProperty("version", about.version());
                json.writeStringProperty("state", about.state());
                json.writeBooleanProperty("conflict", about.conflict());
            }
        });
    }

    /** Reads the answer to a submission. */
    public static Answer readAnswer(byte @Nullable [] bytes) {
        Fields fields = new Fields();
        return Json.read(bytes, fields, fields::answer);
    }

    /** Reads the answer to a command. */
    public static CommandDone readDone(byte @Nullable [] bytes) {
        Fields fields = new Fields();
        return Json.read(
                bytes, fields, () -> new CommandDone(fields.done, fields.problem, fields.grants, fields.about()));
    }

    private static final class Fields implements Json.Property {
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

        Answer answer() {
            Verdict said =
                    switch (verdict) {
                        case "accept" -> Verdict.ACCEPT;
                        case "defer" -> new Verdict.Defer(code, enhancedCode);
                        case "reject" -> new Verdict.Reject(code, enhancedCode);
                        default ->
                            throw new UnreadableException(
                                    verdict.isEmpty()
                                            ? "a reply has no verdict"
                                            : "a reply has the unknown verdict '" + Visible.of(verdict, 40) + "'");
                    };
            return new Answer(
                    said,
                    text,
                    plain == null ? text : plain,
                    reference,
                    source.equals("log") ? Answer.Source.LOG : Answer.Source.FALLBACK);
        }

        @Nullable
        About about() {
            return caseId == null ? null : new About(caseId, version, state, conflict);
        }

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "verdict" -> verdict = Json.text(json);
                case "source" -> source = Json.text(json);
                case "code" -> code = Json.integer(json);
                case "enhanced_code" -> enhancedCode = Json.text(json);
                case "text" -> text = Json.text(json);
                case "plain" -> plain = Json.text(json);
                case "reference" -> reference = Json.text(json);
                case "done" -> done = Json.bool(json);
                case "problem" -> problem = Json.text(json);
                case "grants" -> grants = ProjectionJson.readGrants(json);
                case "case" -> caseId = Json.text(json);
                case "version" -> version = Json.integer(json);
                case "state" -> state = Json.text(json);
                case "conflict" -> conflict = Json.bool(json);
                default -> {}
            }
        }
    }
}
