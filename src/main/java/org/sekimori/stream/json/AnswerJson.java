package org.sekimori.stream.json;

import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Output.About;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Answer;
import org.sekimori.mail.Verdict;
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
    public static Answer readAnswer(byte[] bytes) {
        Fields fields = new Fields();
        Json.readObject(bytes, fields);
        Verdict verdict =
                switch (fields.verdict) {
                    case "accept" -> Verdict.ACCEPT;
                    case "defer" -> new Verdict.Defer(fields.code, fields.enhancedCode);
                    case "reject" -> new Verdict.Reject(fields.code, fields.enhancedCode);
                    default -> throw new UnreadableException("a reply has no verdict");
                };
        return new Answer(
                verdict,
                fields.text,
                fields.plain == null ? fields.text : fields.plain,
                fields.reference,
                fields.source.equals("log") ? Answer.Source.LOG : Answer.Source.FALLBACK);
    }

    /** Reads the answer to a command. */
    public static CommandDone readDone(byte[] bytes) {
        Fields fields = new Fields();
        Json.readObject(bytes, fields);
        return new CommandDone(fields.done, fields.problem, fields.grants, fields.about());
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

        @Nullable
        About about() {
            return caseId == null ? null : new About(caseId, version, state, conflict);
        }

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "verdict" -> verdict = json.getString();
                case "source" -> source = json.getString();
                case "code" -> code = json.getIntValue();
                case "enhanced_code" -> enhancedCode = json.getString();
                case "text" -> text = json.getString();
                case "plain" -> plain = json.getString();
                case "reference" -> reference = json.getString();
                case "done" -> done = json.getBooleanValue();
                case "problem" -> problem = json.getString();
                case "grants" -> grants = ProjectionJson.readGrants(json);
                case "case" -> caseId = json.getString();
                case "version" -> version = json.getIntValue();
                case "state" -> state = json.getString();
                case "conflict" -> conflict = json.getBooleanValue();
                default -> json.skipChildren();
            }
        }
    }
}
