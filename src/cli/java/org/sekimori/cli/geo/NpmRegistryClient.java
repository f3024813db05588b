package org.sekimori.cli.geo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.QuotedText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Client of an npm registry: the newest version of a package, and its content, verified by the registry's hash. */
final class NpmRegistryClient {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_DESCRIPTION = 4 << 20;
    private static final long MOST_PACKAGE = 512L << 20;
    private static final String SHA512 = "sha512-";
    private static final String OTHERWISE =
            "; name another registry with --registry, or bring the packages as files with --packages";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(15))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final URI address;

    private NpmRegistryClient(URI address) {
        this.address = address;
    }

    /**
     * A version of a package.
     *
     * @param integrity SHA-512 of the package in base 64
     */
    record PackageVersion(String name, String version, URI tarball, String integrity) {}

    /**
     * @param named address of the registry; null or empty: the one that npm uses on this machine
     * @throws UserFacingException if there is none, or it is not a valid address
     */
    static NpmRegistryClient of(@Nullable String named) throws IOException, InterruptedException {
        String text = named == null || named.isBlank() ? ofNpm() : named.strip();
        URI address;
        try {
            address = URI.create(text.endsWith("/") ? text : text + "/");
        } catch (IllegalArgumentException e) {
            throw new UserFacingException("not the address of an npm registry: " + QuotedText.of(text));
        }
        if (!web(address)) {
            throw new UserFacingException(
                    "the address of an npm registry begins with https:// or http://, not " + QuotedText.of(text));
        }
        return new NpmRegistryClient(address);
    }

    private static boolean web(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        return address.getHost() != null && (scheme.equals("https") || scheme.equals("http"));
    }

    private static String ofNpm() throws IOException, InterruptedException {
        String variable = System.getenv("npm_config_registry");
        if (variable != null && !variable.isBlank()) {
            return variable.strip();
        }
        try {
            Process npm = new ProcessBuilder("npm", "config", "get", "registry")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(npm.getInputStream().readNBytes(1000), StandardCharsets.UTF_8).strip();
            if (npm.waitFor(30, TimeUnit.SECONDS) && npm.exitValue() == 0 && !said.isEmpty()) {
                return said;
            }
        } catch (IOException e) {
            // npm is not installed: the message below names the alternatives.
            throw noRegistry();
        }
        throw noRegistry();
    }

    private static UserFacingException noRegistry() {
        return new UserFacingException(
                "no npm registry is named, and npm, which would know one, is not on this machine; say "
                        + "--registry URL (or SEKIMORI_GEO_REGISTRY) with the address of npm's public registry or of a mirror, or bring "
                        + "the packages as files with --packages");
    }

    /**
     * Looks up the newest version of a package.
     *
     * @throws UserFacingException if the registry does not answer, or its answer cannot be used
     */
    PackageVersion newest(String name) throws InterruptedException {
        URI question = address.resolve(name.replace("/", "%2f") + "/latest");
        byte[] answer;
        try {
            HttpResponse<InputStream> response = ask(question);
            try (InputStream body = response.body()) {
                answer = body.readNBytes(MOST_DESCRIPTION);
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
        try {
            JsonNode said = JSON.readTree(answer);
            String version = said.path("version").asString("");
            URI tarball = URI.create(said.path("dist").path("tarball").asString(""));
            String integrity = sha512(said.path("dist").path("integrity").asString(""));
            boolean downgraded = "https".equals(address.getScheme()) && !"https".equals(tarball.getScheme());
            if (version.isEmpty() || integrity.isEmpty() || !web(tarball) || downgraded) {
                throw new UserFacingException("the npm registry " + address + " describes " + name
                        + " without version, address or SHA-512; nothing is fetched without" + OTHERWISE);
            }
            return new PackageVersion(name, version, tarball, integrity);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UserFacingException(
                    "what " + address + " says about " + name + " is not an npm registry's answer" + OTHERWISE);
        }
    }

    private static String sha512(String integrity) {
        for (String hash : integrity.split("\\s+", -1)) {
            if (hash.startsWith(SHA512)) {
                return hash.substring(SHA512.length());
            }
        }
        return "";
    }

    /**
     * Downloads a package into a file.
     *
     * @throws UserFacingException if it cannot be fetched, or does not match its hash
     */
    void fetch(PackageVersion newest, Path file) throws IOException, InterruptedException {
        MessageDigest hash = sha512();
        long octets = 0;
        try (OutputStream out = Files.newOutputStream(file);
                InputStream in = ask(newest.tarball()).body()) {
            byte[] piece = new byte[1 << 16];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                octets += read;
                if (octets > MOST_PACKAGE) {
                    throw new UserFacingException(newest.name() + " is longer than " + (MOST_PACKAGE >> 20) + " MB");
                }
                hash.update(piece, 0, read);
                out.write(piece, 0, read);
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
        String found = Base64.getEncoder().encodeToString(hash.digest());
        if (!found.equals(newest.integrity())) {
            throw new UserFacingException(
                    newest.name() + " " + newest.version() + " is not what the registry describes: its SHA-512 is "
                            + found + ", not " + newest.integrity() + "; nothing was changed");
        }
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has it", e);
        }
    }

    private HttpResponse<InputStream> ask(URI question) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(question).timeout(PATIENCE).build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new UserFacingException(
                    "the npm registry answered " + response.statusCode() + " to " + question + OTHERWISE);
        }
        return response;
    }

    private UserFacingException unreachable(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new UserFacingException("cannot reach the npm registry " + address + ": " + reason + OTHERWISE);
    }
}
