package org.sekimori.cli.decisions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.input.InputFile;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.inbox.InboxPublisher;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.FileAccessDiagnosis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Publishes events to the running log. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Publish events to the running log, one JSON object a line.",
        footer = {
            "",
            "Example:  docs/examples/events.sh | ./sekimori publish -",
            "Example:  ./sekimori publish changes.ndjson --publisher crm --signing-key config/crm.key"
        })
public final class PublishCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "FILE", description = "NDJSON file, or - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(
            names = "--publisher",
            paramLabel = "ID",
            description = "Sign as this publisher of publishers.yml; needs --signing-key.")
    private @Nullable String publisher;

    @Option(names = "--signing-key", paramLabel = "FILE", description = "File whose first line is the publisher's key.")
    private @Nullable Path signingKey;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        long count = 0;
        try (BufferedReader lines = InputFile.lines(file);
                InboxPublisher publisher = new InboxPublisher(running.log(), signer())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    publisher.publish(account(line), line.getBytes(StandardCharsets.UTF_8));
                    count++;
                }
            }
            publisher.flush();
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println("{\"published\":" + count + "}");
        } else {
            out.println(CountPhrase.of(count, "event") + " published to " + running.prefix()
                    + "inbox. What cannot be used goes to " + running.prefix() + "dead-letters with its reason.");
        }
        out.flush();
        return 0;
    }

    private InboxPublisher.@Nullable Signer signer() {
        if (publisher == null && signingKey == null) {
            return null;
        }
        if (publisher == null || signingKey == null) {
            throw new UserFacingException(
                    "--publisher and --signing-key go together: whose signature, and with which key");
        }
        if (FileAccessDiagnosis.isUnreadable(signingKey)) {
            throw new UserFacingException("the key file " + signingKey + " " + FileAccessDiagnosis.explain(signingKey));
        }
        try {
            String key =
                    Files.readString(signingKey).lines().findFirst().orElse("").strip();
            return new InboxPublisher.Signer(publisher, key.getBytes(StandardCharsets.UTF_8), Clock.systemUTC());
        } catch (IOException e) {
            throw new UserFacingException("the key file " + signingKey + " cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }

    /** The account as written, so that its events keep their order; null without one, which intake will report. */
    private static byte @Nullable [] account(String line) {
        try {
            String account = JsonMapper.shared().readTree(line).path("account").asString("");
            return account.isEmpty() ? null : account.getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            // Intake refuses it with the place and the reason, as a dead letter.
            return null;
        }
    }
}
