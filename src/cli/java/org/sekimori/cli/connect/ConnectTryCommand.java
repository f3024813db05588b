package org.sekimori.cli.connect;

import java.io.Console;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.connect.SmtpSubmission.Protection;
import org.sekimori.cli.connect.SmtpSubmission.ServerReply;
import org.sekimori.cli.decisions.DecisionLine;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.UtcTimeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Sends one test submission through a mail server, and shows what was decided about it. */
@Command(
        name = "try",
        mixinStandardHelpOptions = true,
        description = {
            "Submit one message to a mail server as a customer would, and show its decision.",
            "The message goes to the customer's own address, unless --to names another.",
            "The password is asked for, or taken from SEKIMORI_SMTP_PASSWORD.",
            "Exit code 0: it was decided; 1: Sekimori was not asked."
        },
        footer = {"", "Example:  ./sekimori connect try --smtp mx1.isp.example:587 --user alice@isp.example"})
final class ConnectTryCommand implements Callable<Integer> {

    private static final String PASSWORD = "SEKIMORI_SMTP_PASSWORD";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 300;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:587",
            description = "The submission service. Default: ${DEFAULT-VALUE}.")
    private String smtp = "";

    @Option(names = "--user", paramLabel = "NAME", required = true, description = "The log-in.")
    private String user = "";

    @Option(names = "--from", paramLabel = "ADDRESS", description = "Envelope sender. Default: the log-in.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Recipient. Default: the sender.")
    private @Nullable String to;

    @Option(
            names = "--protection",
            paramLabel = "HOW",
            defaultValue = "starttls",
            description = "starttls, tls (from the first octet) or none. Default: ${DEFAULT-VALUE}.")
    private Protection protection = Protection.STARTTLS;

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = new ApiClient(service.find().http(), service.folder().resolve(Path.of("keys", "local.key")));
        int colon = smtp.lastIndexOf(':');
        if (colon <= 0 || !smtp.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new UserFacingException(
                    "--smtp must be a host and a port, such as localhost:587, not '" + smtp + "'");
        }
        String sender = from == null ? user : from;
        PrintWriter out = spec.commandLine().getOut();
        Instant start = Instant.now();
        ServerReply reply = SmtpSubmission.submit(
                smtp.substring(0, colon),
                Integer.parseInt(smtp.substring(colon + 1)),
                protection,
                user,
                password(),
                sender,
                to == null ? sender : to);
        out.println((reply.accepted() ? "Accepted:  " : "Refused:   ") + reply.reply());
        out.flush();
        JsonNode decision = decision(api, start, reply.reply());
        if (decision == null) {
            out.println("Sekimori was not asked about it. See:  ./sekimori connect check SERVER");
            out.flush();
            return 1;
        }
        out.println("Decided:   "
                + UtcTimeText.truncateTimesIn(decision.path("time").asString()) + "  " + DecisionLine.rest(decision));
        out.println("Why:       ./sekimori why " + decision.path("reference").asString());
        out.flush();
        return 0;
    }

    private static String password() {
        String given = System.getenv(PASSWORD);
        if (given != null && !given.isEmpty()) {
            return given;
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password: ");
        if (typed == null) {
            throw new UserFacingException("there is no terminal to ask for the password; set " + PASSWORD);
        }
        return new String(typed);
    }

    /** The decision about the submission, which the customer may make others beside; null if none comes. */
    private @Nullable JsonNode decision(ApiClient api, Instant start, String reply) throws InterruptedException {
        String query = "/v1/decisions?limit=50&account=" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "&from="
                + start.minusSeconds(1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            for (JsonNode decision : api.get(query).path("decisions")) {
                String queueId = decision.path("queue_id").asString("");
                if (reply.contains(decision.path("reference").asString())
                        || queueId.isEmpty()
                        || reply.contains(queueId)) {
                    return decision;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } while (System.nanoTime() < end);
        return null;
    }
}
