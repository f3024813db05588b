package org.sekimori.cli.geo;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The report of a misjudged origin. */
@Command(
        name = "misjudged",
        mixinStandardHelpOptions = true,
        description = "Record that somebody was refused as abroad who was not: the database has the network wrong.",
        footer = {
            "",
            "It changes no decision: open a grant to let the customer submit, and correct the network by an override.",
            "Example:  ./sekimori misjudged K7QX-3M2P --account alice@isp.example --country JP --reason 'at home'"
        })
public final class MisjudgedCommand extends ApiCommand {

    @Parameters(paramLabel = "REFERENCE", description = "The code that the customer reads out.")
    @SuppressWarnings("NullAway.Init")
    private String reference;

    @Option(names = "--account", paramLabel = "ACCOUNT", required = true, description = "Whose mail it was.")
    @SuppressWarnings("NullAway.Init")
    private String account;

    @Option(names = "--country", paramLabel = "CC", description = "Where the customer really was, such as JP.")
    private @Nullable String country;

    @Option(names = "--reason", paramLabel = "TEXT", description = "How it is known.")
    private String reason = "";

    @Override
    public Integer call() {
        ObjectNode body = body();
        body.put("reference", reference);
        body.put("account", account);
        body.put("reason", reason);
        if (country != null) {
            body.put("country", country);
        }
        JsonNode answer = new ApiClient(service).call("POST", "/v1/misjudgements", body.toString());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            out.println(
                    answer.has("note")
                            ? answer.path("note").asString("") + "."
                            : "recorded, with the network and the country that the database gave.");
        }
        out.flush();
        return 0;
    }
}
