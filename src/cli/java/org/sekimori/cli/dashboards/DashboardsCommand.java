package org.sekimori.cli.dashboards;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.kibana.DashboardLanguage;
import org.sekimori.archive.kibana.KibanaAddress;
import org.sekimori.archive.kibana.KibanaException;
import org.sekimori.archive.kibana.KibanaImportReport;
import org.sekimori.archive.kibana.KibanaImportReport.Outcome;
import org.sekimori.archive.kibana.KibanaInstaller;
import org.sekimori.archive.kibana.SavedObjectFiles;
import org.sekimori.server.Installation;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The dashboards of analysts. */
@Command(
        name = "dashboards",
        mixinStandardHelpOptions = true,
        description = "Put the dashboards into Kibana, or into a file for its import page.",
        footer = {"", "Example:  ./sekimori dashboards install --kibana https://kibana.example --language ja"},
        subcommands = {DashboardsCommand.Install.class, DashboardsCommand.Export.class})
public final class DashboardsCommand {

    /** Common part of both subcommands. */
    abstract static class DashboardSubcommand implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Option(
                names = "--dashboards",
                paramLabel = "DIR",
                defaultValue = "dashboards",
                description = "Folder of the saved objects. Default: ${DEFAULT-VALUE}.")
        Path folder = Installation.folder("dashboards");

        @Option(
                names = "--language",
                defaultValue = "en",
                description = "Of titles, columns and texts: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        DashboardLanguage language = DashboardLanguage.EN;

        @Override
        public Integer call() {
            try {
                return run(SavedObjectFiles.read(folder));
            } catch (KibanaException e) {
                throw new UserFacingException(String.valueOf(e.getMessage()));
            }
        }

        abstract int run(SavedObjectFiles objects) throws KibanaException;
    }

    @Command(
            name = "install",
            mixinStandardHelpOptions = true,
            description = {
                "Put templates into Elasticsearch, and data views, panels and dashboards into a space of Kibana 9.",
                "Run twice it does no harm: what is present is left alone, unless --overwrite puts it back."
            },
            footer = {
                "",
                "Example:  ./sekimori dashboards install --kibana https://kibana.example --space mail \\",
                "            --kibana-api-key-file kibana.key --kibana-ca ca.pem --language ja"
            })
    static final class Install extends DashboardSubcommand {

        @Mixin
        private final KibanaOptions kibana = new KibanaOptions();

        @Mixin
        private final ElasticsearchOptions elasticsearch = new ElasticsearchOptions();

        @Option(names = "--overwrite", description = "Put back what somebody changed in Kibana.")
        private boolean overwrite;

        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @Override
        int run(SavedObjectFiles objects) throws KibanaException {
            // First of all: a data view over indices without templates guesses at types.
            List<String> templates = elasticsearch.install(System::getenv, overwrite);
            KibanaAddress address = kibana.address(System::getenv);
            KibanaImportReport report = new KibanaInstaller(address, kibana.access(System::getenv))
                    .install(objects.localized(language), overwrite);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode result = asJson(report);
                templates.forEach(result.putArray("elasticsearch")::add);
                out.println(result);
            } else {
                templates.forEach(out::println);
                print(report, address, out);
            }
            out.flush();
            return report.complete() ? 0 : 1;
        }

        private void print(KibanaImportReport report, KibanaAddress address, PrintWriter out) {
            for (KibanaImportReport.ObjectResult line : report.objects()) {
                String detail = line.detail().isEmpty() ? "" : " (" + line.detail() + ")";
                out.printf("%-11s  %-13s  %s%s%n", word(line.outcome()), line.type(), line.title(), detail);
            }
            StringJoiner counts = new StringJoiner(", ");
            for (Outcome outcome : Outcome.values()) {
                if (report.count(outcome) > 0) {
                    counts.add(report.count(outcome) + " " + word(outcome));
                }
            }
            out.println("Kibana " + report.version() + ", space " + kibana.space + ": " + counts + ".");
            if (report.count(Outcome.PRESENT) > 0) {
                out.println("What is present was left alone; --overwrite puts it back as in " + folder + ".");
            }
            if (report.complete()) {
                out.println("Open " + address.url()
                        + (kibana.space.equals("default") ? "" : "/s/" + kibana.space)
                        + "/app/dashboards#/view/sekimori-overview");
            }
        }

        private static String word(Outcome outcome) {
            return outcome.name().toLowerCase(Locale.ROOT);
        }

        private static ObjectNode asJson(KibanaImportReport report) {
            ObjectNode json = JsonMapper.shared().createObjectNode().put("kibana", report.version());
            for (Outcome outcome : Outcome.values()) {
                json.put(word(outcome), report.count(outcome));
            }
            for (KibanaImportReport.ObjectResult line : report.objects()) {
                json.withArray("objects")
                        .addObject()
                        .put("type", line.type())
                        .put("id", line.id())
                        .put("title", line.title())
                        .put("outcome", word(line.outcome()))
                        .put("detail", line.detail());
            }
            return json;
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Write all objects as NDJSON, for Kibana's own page: Stack Management, Saved Objects, Import.",
            footer = {"", "Example:  ./sekimori dashboards export --language ja -o sekimori.ndjson"})
    static final class Export extends DashboardSubcommand {

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "Where to. Default: standard output.")
        private @Nullable Path output;

        @Option(
                names = "--kibana-version",
                paramLabel = "VERSION",
                defaultValue = "9.5",
                description = "Of the Kibana that will import it; before 9.4 drill-downs are written otherwise."
                        + " Default: ${DEFAULT-VALUE}.")
        private String version = "9.5";

        @Override
        int run(SavedObjectFiles objects) {
            String lines = objects.ndjson(language, version);
            PrintWriter out = spec.commandLine().getOut();
            if (output == null) {
                out.print(lines);
                out.flush();
                return 0;
            }
            try {
                Files.writeString(output, lines);
            } catch (IOException e) {
                throw new UserFacingException("cannot write " + output + ": " + e.getMessage());
            }
            out.println(lines.lines().count() + " objects in " + output);
            out.flush();
            return 0;
        }
    }
}
