package org.sekimori.cli.cases;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.cases.CaseCommands.CaseChangeCommand;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.server.Installation;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that update a case. */
final class CaseUpdateCommands {

    private CaseUpdateCommands() {}

    /** Outcomes as typed: {@code confirmed} or {@code false-positive}. */
    enum CaseOutcome {
        CONFIRMED,
        FALSE_POSITIVE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Target states as typed. */
    enum Step {
        NOTIFIED,
        CLEANED,
        PASSWORD_CHANGED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description = "Open a case by word instead of by a flag; an open one gets the word added.",
            footer = {"", "Example:  ./sekimori case open alice@isp.example --reason 'complaint of a blocklist'"})
    static final class Open extends ApiCommand {

        @Parameters(paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String account;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "What was reported.")
        private String reason = "";

        @Option(names = "--reference", paramLabel = "X", description = "The code that a customer reads out.")
        private @Nullable String reference;

        @Override
        public Integer call() {
            ObjectNode body = body().put("account", account).put("reason", reason);
            if (reference != null) {
                body.put("reference", reference);
            }
            JsonNode answer = new ApiClient(service).call("POST", "/v1/cases", body.toString());
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? answer.toString() : CaseCommands.sentence(answer, "is " + CaseCommands.state(answer)));
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "take",
            mixinStandardHelpOptions = true,
            description = "Follow a case yourself.",
            footer = {"", "Example:  ./sekimori case take K7QX-3M2P --by sato"})
    static final class Take extends CaseChangeCommand {
        @Override
        public Integer call() {
            return told(change("assign", body().put("assignee", asker())), "is followed by " + asker());
        }
    }

    @Command(
            name = "assign",
            mixinStandardHelpOptions = true,
            description = "Give a case to somebody, or give it back.",
            footer = {"", "Example:  ./sekimori case assign K7QX-3M2P suzuki"})
    static final class Assign extends CaseChangeCommand {

        @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Who follows it.")
        private @Nullable String name;

        @Option(names = "--nobody", description = "Nobody follows it any more.")
        private boolean nobody;

        @Override
        public Integer call() {
            if ((name == null) != nobody) {
                throw new UserFacingException("say who follows the case, or --nobody");
            }
            JsonNode answer = change("assign", body().put("assignee", name));
            return told(answer, "is followed by " + (name == null ? "nobody" : name));
        }
    }

    @Command(
            name = "comment",
            mixinStandardHelpOptions = true,
            description = "Write a line into the history of a case.",
            footer = {"", "Example:  ./sekimori case comment K7QX-3M2P 'called at noon, no answer'"})
    static final class Comment extends ApiCommand {

        @Parameters(index = "0", paramLabel = "CASE")
        @SuppressWarnings("NullAway.Init")
        private String id;

        @Parameters(index = "1", paramLabel = "TEXT")
        @SuppressWarnings("NullAway.Init")
        private String text;

        @Override
        public Integer call() {
            JsonNode answer = new ApiClient(service)
                    .call(
                            "POST",
                            "/v1/cases/" + ApiClient.part(id) + "/comment",
                            body().put("text", text).toString());
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? answer.toString() : CaseCommands.sentence(answer, "has the comment"));
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "move",
            mixinStandardHelpOptions = true,
            description =
                    "Say that a step of the follow-up was done. The device is cleaned before the password is changed.",
            footer = {"", "Example:  ./sekimori case move K7QX-3M2P cleaned --reason 'scanner found and removed it'"})
    static final class Move extends CaseChangeCommand {

        @Parameters(index = "1", paramLabel = "STEP", description = "${COMPLETION-CANDIDATES}")
        @SuppressWarnings("NullAway.Init")
        private Step step;

        @Option(names = "--reason", paramLabel = "TEXT", description = "How it is known.")
        private String reason = "";

        @Override
        public Integer call() {
            JsonNode answer = change(
                    "move",
                    body().put("to", step.name().toLowerCase(Locale.ROOT)).put("reason", reason));
            return told(answer, "is " + CaseCommands.state(answer));
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Release the account and watch it more strictly; ends its hold, too.",
            footer = {
                "",
                "Example:  ./sekimori case release K7QX-3M2P",
                "          ./sekimori case release K7QX-3M2P --reason 'owner came to the counter' --by sato",
                "Without a reason the case must hold the proof that the password was changed on a clean device."
            })
    static final class Release extends CaseChangeCommand {

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "Why, where there is no proof; you answer for it by your name.")
        private String reason = "";

        @Override
        public Integer call() {
            return told(change("release", body().put("reason", reason)), "is released");
        }
    }

    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description =
                    "Say what a case turned out to be. A false positive ends the hold; otherwise it stays until it is"
                            + " released.",
            footer = {
                "",
                "Example:  ./sekimori case close K7QX-3M2P --as confirmed --reason 'password was phished' --by sato"
            })
    static final class Close extends CaseChangeCommand {

        @Option(names = "--as", paramLabel = "OUTCOME", required = true, description = "${COMPLETION-CANDIDATES}")
        @SuppressWarnings("NullAway.Init")
        private CaseOutcome judgement;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "How it is known.")
        private String reason = "";

        @Override
        public Integer call() {
            ObjectNode body = body().put("outcome", judgement.name().toLowerCase(Locale.ROOT))
                    .put("reason", reason);
            JsonNode answer = change("close", body);
            int code = told(answer, "is closed as " + judgement);
            warnOfQuarantine(answer.path("id").asString(""));
            return code;
        }

        /** Mail on hold waits in the mail server's queue for ever, whatever becomes of the case. */
        private void warnOfQuarantine(String closed) {
            PrintWriter err = spec.commandLine().getErr();
            String queue = Installation.commandName() + " case queue " + closed;
            long waiting;
            try {
                // The answer to the command precedes what is known of the case; what waits does not change by closing
                // it.
                waiting = new ApiClient(service)
                        .get("/v1/cases/" + ApiClient.part(closed))
                        .path("quarantined")
                        .asLong(0);
            } catch (UserFacingException e) {
                err.println("sekimori: the case is closed; whether its mail waits in quarantine is not known ("
                        + e.getMessage() + "). See '" + queue + " --quarantined'");
                err.flush();
                return;
            }
            if (waiting == 0) {
                return;
            }
            err.printf(
                    "%s of this case still %s in quarantine; closing it released nothing. Deliver with '%s --release | postsuper"
                            + " -H -', or delete with '%s --delete | postsuper -d - hold'%n",
                    waiting == 1 ? "1 message" : waiting + " messages", waiting == 1 ? "waits" : "wait", queue, queue);
            err.flush();
        }
    }

    @Command(
            name = "reopen",
            mixinStandardHelpOptions = true,
            description = "Follow a closed or released case up again, from its beginning.",
            footer = {"", "Example:  ./sekimori case reopen K7QX-3M2P --reason 'it sends again'"})
    static final class Reopen extends CaseChangeCommand {

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "What has come up.")
        private String reason = "";

        @Override
        public Integer call() {
            return told(change("reopen", body().put("reason", reason)), "is flagged again");
        }
    }
}
