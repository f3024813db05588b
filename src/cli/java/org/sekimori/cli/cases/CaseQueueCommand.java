package org.sekimori.cli.cases;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.input.InputFile;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.CountPhrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints the queue ids of a case, for the tools of the mail server. */
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description =
                "Print the queue ids of the messages that a case let out or quarantined, one a line, for postsuper.",
        footer = {
            "",
            "Example:  ./sekimori case queue K7QX-3M2P --release --by sato | postsuper -H -",
            "          ./sekimori case queue K7QX-3M2P --delete --by sato | postsuper -d - hold",
            "          postqueue -j | ./sekimori case queue K7QX-3M2P --postqueue - | postsuper -h -",
            "          ./sekimori case queue K7QX-3M2P --server mx1 | postsuper -d -",
            "With --postqueue only those that still stand in the queue. postsuper -h holds mail, -H releases it, -d deletes it",
            "for good, with 'hold' only from the queue of mail on hold. --release and --delete print a message once; if",
            "postsuper did not get them, print them again with --again."
        })
final class CaseQueueCommand extends ApiCommand {

    @Parameters(paramLabel = "CASE")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Only those of this mail server, by the name or address in its decisions.")
    private @Nullable String server;

    @Option(
            names = "--postqueue",
            paramLabel = "FILE|-",
            description = "The output of 'postqueue -j': only ids that are in it.")
    private @Nullable String postqueue;

    @Option(
            names = "--quarantined",
            description = "Only those that the server was told to hold, and that nobody has released or deleted yet.")
    private boolean quarantined;

    @Option(
            names = "--release",
            description = "Only those that the server was told to hold; the case notes that they are released.")
    private boolean release;

    @Option(
            names = "--delete",
            description = "Only those that the server was told to hold; the case notes that they are deleted.")
    private boolean delete;

    @Option(names = "--again", description = "Also those that were released or deleted before.")
    private boolean again;

    private int cleared;

    @Override
    public Integer call() throws IOException {
        if (release && delete) {
            throw new UserFacingException("give --release or --delete, not both");
        }
        if (json && (release || delete)) {
            throw new UserFacingException("--json prints what is in the queue; release or delete without it");
        }
        JsonNode answer = new ApiClient(service).get("/v1/cases/" + ApiClient.part(id) + "/queue");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            List<JsonNode> messages = messages(answer);
            if (release || delete) {
                note(messages);
            }
            messages.forEach(message -> out.println(queueId(message)));
            warnOfCleared(spec.commandLine().getErr());
            warnOfServer(answer, spec.commandLine().getErr());
            warn(answer, spec.commandLine().getErr());
        }
        out.flush();
        return 0;
    }

    private static String queueId(JsonNode message) {
        return message.path("queue_id").asString("");
    }

    private List<JsonNode> messages(JsonNode answer) throws IOException {
        @Nullable Map<String, Boolean> there = postqueue == null ? null : there(postqueue);
        boolean waiting = quarantined || release || delete;
        List<JsonNode> wanted = new ArrayList<>();
        for (JsonNode message : answer.path("messages")) {
            Boolean held = there == null ? Boolean.FALSE : there.get(queueId(message));
            boolean here = server == null
                    || server.equalsIgnoreCase(message.path("server").asString(""));
            if (here && held != null && (!waiting || message.path("quarantined").asBoolean(false))) {
                // What Postfix still holds was noted, and not done.
                if (waiting && !again && !held && message.path("cleared").asBoolean(false)) {
                    cleared++;
                } else {
                    wanted.add(message);
                }
            }
        }
        return wanted;
    }

    private void warnOfCleared(PrintWriter err) {
        if (cleared > 0) {
            err.println("sekimori: left out "
                    + CountPhrase.of(cleared, "message that was", "messages that were")
                    + " released or deleted before; --again prints them, too");
        }
    }

    /** Notes it before the ids are printed: without the note nothing is released or deleted. */
    private void note(List<JsonNode> messages) {
        if (messages.isEmpty()) {
            spec.commandLine().getErr().println("sekimori: no message of the case is in quarantine here");
            return;
        }
        ObjectNode body = body().put("action", delete ? "deleted" : "released");
        ArrayNode references = body.putArray("references");
        for (int i = messages.size() - 1; i >= 0; i--) {
            references.add(messages.get(i).path("reference").asString(""));
        }
        new ApiClient(service).call("POST", "/v1/cases/" + ApiClient.part(id) + "/quarantine", body.toString());
    }

    /** A misspelt server would look like one without messages. Postfix is known by the address that it gave when it asked. */
    private void warnOfServer(JsonNode answer, PrintWriter err) {
        SortedSet<String> servers = new TreeSet<>();
        answer.path("messages")
                .forEach(message -> servers.add(message.path("server").asString("")));
        servers.remove("");
        if (server != null && !servers.isEmpty() && servers.stream().noneMatch(server::equalsIgnoreCase)) {
            err.println("sekimori: no message of the case is of server " + server + "; they are of "
                    + String.join(", ", servers));
        }
    }

    /** Warns on standard error, so that standard output has ids only. */
    private static void warn(JsonNode answer, PrintWriter err) {
        if (!answer.path("complete").asBoolean(true)) {
            err.println(
                    "sekimori: these are not all: of very many decisions only the newest 5,000 were looked at; take out"
                            + " the others by the sender with postqueue -j");
        }
        if (answer.path("without_queue_id").asLong() > 0) {
            err.println("sekimori: of "
                    + CountPhrase.of(answer.path("without_queue_id").asLong(), "more message", "more messages")
                    + " no queue id is known; the log has them no more, or the server named none");
        }
        if (answer.path("behind").asLong() > 0) {
            err.println("sekimori: the archive is "
                    + CountPhrase.of(answer.path("behind").asLong(), "record")
                    + " behind the log; ask again in a moment");
        }
        err.flush();
    }

    /** Queue ids, and whether the message is on hold. */
    private static Map<String, Boolean> there(String file) throws IOException {
        Map<String, Boolean> there = new HashMap<>();
        try (BufferedReader lines = InputFile.lines(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    JsonNode message = message(line, number);
                    boolean held = message.path("queue_name").asString("").equals("hold");
                    there.merge(queueId(message), held, Boolean::logicalOr);
                }
            }
        }
        return there;
    }

    private static JsonNode message(String line, int number) {
        JsonNode message = JsonMapper.shared().createObjectNode();
        try {
            message = JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            // Reported below, like a line without a message.
        }
        if (queueId(message).isEmpty()) {
            throw new UserFacingException("--postqueue: line " + number
                    + " is no message of 'postqueue -j', which prints a JSON object with queue_id for each");
        }
        return message;
    }
}
