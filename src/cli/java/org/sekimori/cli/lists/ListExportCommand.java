package org.sekimori.cli.lists;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what is on a list. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Write everything that is on a list, in no order; 'list import' reads each format.",
        footer = {
            "",
            "Example:  ./sekimori list export spam-hosts > spam-hosts.csv",
            "          ./sekimori list export spam-hosts --format crowdsec > decisions.json"
        })
final class ListExportCommand extends ApiCommand {

    /** Formats by their words on the command line. */
    enum Format {
        CSV,
        CROWDSEC,
        PLAIN,
        NDJSON
    }

    @Parameters(paramLabel = "NAME", description = "The list.")
    private String list = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, crowdsec (JSON for 'cscli decisions import'), plain or ndjson. Default: csv")
    private Format format = Format.CSV;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            // The answer may be far larger than memory should be.
            Path whole = Files.createTempFile("sekimori-list-", ".ndjson");
            try {
                try (var file = new BufferedOutputStream(Files.newOutputStream(whole))) {
                    new ApiClient(service).download(ListCommands.path(list, "/export"), file);
                }
                try (BufferedReader lines = Files.newBufferedReader(whole)) {
                    write(lines, out);
                }
            } finally {
                Files.delete(whole);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
        return 0;
    }

    private void write(BufferedReader lines, PrintWriter out) throws IOException {
        if (format == Format.CSV) {
            out.println("kind,value,until,since,by,reason");
        }
        Instant now = Instant.now();
        boolean first = true;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode entry = JsonMapper.shared().readTree(line);
            switch (format) {
                case CSV -> out.println(csv(entry));
                case PLAIN -> out.println(entry.path("value").asString());
                case NDJSON -> out.println(line);
                case CROWDSEC -> out.print((first ? "[\n" : ",\n") + decision(entry, now));
            }
            first = false;
        }
        if (format == Format.CROWDSEC) {
            out.println(first ? "[]" : "\n]");
        }
    }

    private static String csv(JsonNode entry) {
        StringBuilder row = new StringBuilder();
        for (String column : new String[] {"kind", "value", "until", "since", "by", "reason"}) {
            String text = entry.path(column).asString("");
            // A spreadsheet would run what begins like a formula.
            String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
            row.append(row.length() == 0 ? "" : ",");
            row.append(safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"');
        }
        return row.toString();
    }

    private static ObjectNode decision(JsonNode entry, Instant now) {
        String kind = entry.path("kind").asString("");
        String value = entry.path("value").asString("");
        String until = entry.path("until").asString("");
        boolean single = value.endsWith(value.contains(":") ? "/128" : "/32");
        ObjectNode decision = JsonMapper.shared().createObjectNode();
        // CrowdSec has no decision without an end.
        long seconds = until.isEmpty()
                ? Duration.ofDays(3_650).toSeconds()
                : Math.max(1, Duration.between(now, Instant.parse(until)).toSeconds());
        decision.put("duration", seconds + "s")
                .put("reason", entry.path("reason").asString(""));
        decision.put(
                "scope",
                switch (kind) {
                    case "network" -> single ? "ip" : "range";
                    case "account" -> "username";
                    default -> kind.toLowerCase(Locale.ROOT);
                });
        decision.put("type", "ban");
        decision.put("value", single && kind.equals("network") ? value.substring(0, value.indexOf('/')) : value);
        return decision;
    }
}
