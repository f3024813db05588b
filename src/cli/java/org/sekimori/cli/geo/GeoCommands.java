package org.sekimori.cli.geo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.geo.build.CountryAccuracy;
import org.sekimori.geo.build.GeoDatabaseBuilder;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Country databases and databases of autonomous systems: measure and rebuild them. */
@Command(
        name = "geo",
        mixinStandardHelpOptions = true,
        description = "Measure country databases, and fetch newer ones than those that Sekimori came with.",
        footer = {"", "Example:  ./sekimori geo refresh"},
        subcommands = {GeoCommands.Measure.class, GeoRefreshCommand.class})
public final class GeoCommands {

    @Command(
            name = "measure",
            mixinStandardHelpOptions = true,
            description = {
                "Count how often country databases err over networks of which it is known where they are: customers of ten "
                        + "home countries who would be taken for abroad, and machines abroad that would be taken for home.",
                "Without arguments the database that ships with Sekimori is measured."
            },
            footer = {
                "",
                "Example:  ./sekimori geo measure /var/lib/GeoIP/GeoLite2-Country.mmdb",
                "          ./sekimori geo measure --packages .    # each source of the starter database by itself, too"
            })
    static final class Measure implements Callable<Integer> {

        @Parameters(
                paramLabel = "DATABASE",
                arity = "0..*",
                description = "Country databases, MMDB files such as GeoLite2-Country.")
        private List<Path> databases = new ArrayList<>();

        @Option(
                names = "--packages",
                paramLabel = "DIR",
                description = "Folder with the npm packages that the starter database is made of, as npm packs them.")
        private @Nullable Path packages;

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            List<CountryAccuracy> measured = new ArrayList<>();
            measured.add(CountryAccuracy.ofStarter());
            for (Path database : databases) {
                try {
                    measured.add(CountryAccuracy.ofFile(database, today));
                } catch (IllegalArgumentException e) {
                    throw new UserFacingException(database + " " + e.getMessage());
                }
            }
            if (packages != null) {
                GeoDatabaseBuilder build = GeoDatabaseBuilder.of(archives(packages));
                measured.addAll(build.sources());
                measured.add(build.measured());
            }
            PrintWriter out = spec.commandLine().getOut();
            GeoMeasurementTable.print(out, measured);
            out.flush();
            return 0;
        }
    }

    /**
     * The packages in a folder by their names, the youngest of each.
     *
     * @throws UserFacingException if one is missing, with the command that brings it
     */
    static Map<String, Path> archives(Path folder) throws IOException {
        Map<String, Path> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : GeoDatabaseBuilder.PACKAGES) {
            String start = GeoDatabaseBuilder.SCOPE.substring(1) + "-" + name + "-";
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> {
                            String text = String.valueOf(file.getFileName());
                            // 'asn' is not 'asn-country': a version follows the name.
                            return text.startsWith(start)
                                    && text.endsWith(".tgz")
                                    && Character.isDigit(text.charAt(start.length()));
                        })
                        .sorted()
                        .forEach(file -> found.put(name, file));
            }
            if (!found.containsKey(name)) {
                missing.add(GeoDatabaseBuilder.SCOPE + "/" + name);
            }
        }
        if (!missing.isEmpty()) {
            throw new UserFacingException("there is no package of " + String.join(", ", missing) + " in " + folder
                    + "; 'npm pack " + String.join(" ", missing) + "' brings what is missing");
        }
        return found;
    }
}
