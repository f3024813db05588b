package org.sekimori.cli.geo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.build.CountryAccuracy;
import org.sekimori.geo.build.GeoDatabaseBuilder;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rebuilds the country database and the one of autonomous systems from the newest free packages. */
@Command(
        name = "refresh",
        mixinStandardHelpOptions = true,
        description = {
            "Fetch the newest free databases and make of them what Sekimori ships with, newer: DATA/geo/country.mmdb and asn.mmdb.",
            "A running service takes them within seconds. What is measured to be worse than usual is not taken, and what is "
                    + "there stays."
        },
        footer = {
            "",
            "Example:  ./sekimori geo refresh",
            "          ./sekimori geo refresh --registry https://npm.isp.example",
            "          ./sekimori geo refresh --packages .   # files that 'npm pack' brought: no network is asked"
        })
final class GeoRefreshCommand implements Callable<Integer> {

    /** In the list of ten countries; the build of June 2026 has 0.0 %, 0.0 % and 0.4 %. */
    static final double MOST_ABROAD = 0.01;

    static final double MOST_NOWHERE = 0.02;
    static final double MOST_HOSTED_AS_HOME = 0.02;

    private static final String MADE_OF = "made-of.txt";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the instance (default: ${DEFAULT-VALUE}).",
            defaultValue = "data")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The npm registry (default: SEKIMORI_GEO_REGISTRY, else the one that npm is set to).",
            defaultValue = "${env:SEKIMORI_GEO_REGISTRY}")
    private @Nullable String registry;

    @Option(
            names = "--packages",
            paramLabel = "DIR",
            description = "Folder with the packages as npm packs them, in the place of a registry.")
    private @Nullable Path packages;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data.resolve(GeoFiles.FOLDER);
        Files.createDirectories(folder);
        if (packages != null) {
            Map<String, Path> archives = GeoCommands.archives(packages);
            String madeOf = archives.values().stream()
                    .map(file -> file.getFileName() + "\n")
                    .collect(Collectors.joining());
            make(archives, madeOf, folder);
            return 0;
        }
        NpmRegistryClient npm = NpmRegistryClient.of(registry);
        Map<String, NpmRegistryClient.PackageVersion> newest = new LinkedHashMap<>();
        for (String name : GeoDatabaseBuilder.PACKAGES) {
            newest.put(name, npm.newest(GeoDatabaseBuilder.SCOPE + "/" + name));
        }
        String madeOf = newest.entrySet().stream()
                .map(entry -> GeoDatabaseBuilder.SCOPE + "/" + entry.getKey() + " "
                        + entry.getValue().version() + "\n")
                .collect(Collectors.joining());
        if (madeOf.equals(before(folder))) {
            out().println("Nothing newer: the databases in " + folder + " are made of the newest packages already.");
            out().print(madeOf.indent(2));
            out().flush();
            return 0;
        }
        Path fetched = Files.createTempDirectory(folder, ".fetched-");
        try {
            Map<String, Path> archives = new LinkedHashMap<>();
            for (Map.Entry<String, NpmRegistryClient.PackageVersion> entry : newest.entrySet()) {
                say("fetching " + GeoDatabaseBuilder.SCOPE + "/" + entry.getKey() + " "
                        + entry.getValue().version());
                Path file = fetched.resolve(entry.getKey() + ".tgz");
                npm.fetch(entry.getValue(), file);
                archives.put(entry.getKey(), file);
            }
            make(archives, madeOf, folder);
        } finally {
            remove(fetched);
        }
        return 0;
    }

    private void make(Map<String, Path> archives, String madeOf, Path folder) throws IOException {
        say("combining them (some ten seconds)");
        GeoDatabaseBuilder build;
        try {
            build = GeoDatabaseBuilder.of(archives);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserFacingException(e.getMessage() + "; what is in " + folder + " stays in force");
        }
        CountryAccuracy measured = build.measured();
        require(measured, folder);
        replace(folder.resolve(GeoFiles.COUNTRY_FILE), build.country());
        replace(folder.resolve(GeoFiles.ASN_FILE), build.asn());
        Files.writeString(folder.resolve(MADE_OF), madeOf);
        out().printf(
                        Locale.ROOT,
                        "Countries and autonomous systems of %s are in %s. Of customers at home in ten countries %.2f %% would be taken for abroad.%n",
                        build.built(),
                        folder,
                        100 * measured.shareAtHomeTakenForAbroad());
        out().println("A running service takes them within seconds. Whose data it is: docs/geo.md, attribution.");
        out().flush();
    }

    private static void require(CountryAccuracy measured, Path folder) {
        if (measured.shareAtHomeTakenForAbroad() > MOST_ABROAD
                || measured.shareAtHomeUnlocated() > MOST_NOWHERE
                || measured.shareHostedTakenForHome() > MOST_HOSTED_AS_HOME) {
            throw new UserFacingException(String.format(
                    Locale.ROOT,
                    "the new build is worse than it may be: of customers at home %.1f %% would be taken for abroad (at most %.0f) and "
                            + "%.1f %% would have no country (at most %.0f), of machines abroad %.1f %% would be taken for home (at most "
                            + "%.0f); what is in %s stays in force. './sekimori geo measure --packages DIR' tells which source it is",
                    100 * measured.shareAtHomeTakenForAbroad(),
                    100 * MOST_ABROAD,
                    100 * measured.shareAtHomeUnlocated(),
                    100 * MOST_NOWHERE,
                    100 * measured.shareHostedTakenForHome(),
                    100 * MOST_HOSTED_AS_HOME,
                    folder));
        }
    }

    /** Replaces a file atomically, also across a crash of the machine. */
    private static void replace(Path file, byte[] content) throws IOException {
        // Not Files.createTempFile: the service may run as another user, and may read as the umask allows.
        Path written = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.write(written, content);
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static @Nullable String before(Path folder) throws IOException {
        boolean whole = Stream.of(GeoFiles.COUNTRY_FILE, GeoFiles.ASN_FILE, MADE_OF)
                .allMatch(name -> Files.exists(folder.resolve(name)));
        return whole ? Files.readString(folder.resolve(MADE_OF)) : null;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
