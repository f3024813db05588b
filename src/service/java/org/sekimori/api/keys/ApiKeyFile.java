package org.sekimori.api.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.files.AtomicFileWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads {@code api-keys.yml}, and creates the first one. */
public final class ApiKeyFile {

    public static final String NAME = "api-keys.yml";
    public static final String LOCAL_NAME = "local.key";

    private static final int KEY_BYTES = 32;
    private static final int DATE_LENGTH = 10;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ApiKeyFile() {}

    /** The file as it is written. */
    private record Content(@Nullable List<Line> keys) {}

    private record Line(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable String sha256,
            @Nullable String expires) {}

    /**
     * All keys of the file.
     *
     * @throws IllegalArgumentException if it is not as it should be, naming the file and the problem
     */
    public static List<ApiKey> read(Path file, String text) {
        if (text.isBlank()) {
            // A file that is being written, or was lost with the power. No keys at all are written 'keys: []'.
            throw new IllegalArgumentException(file
                    + " is empty; put a copy of it there, or delete it and start again: a new key" + " will be made");
        }
        try {
            @Nullable Content content = YAML.readValue(text, Content.class);
            List<ApiKey> keys = new ArrayList<>();
            Set<String> names = new HashSet<>();
            if (content == null || content.keys() == null) {
                // So begins a file that is still being written; taken as no keys, it would lock everybody out.
                throw new IllegalArgumentException(
                        "must hold 'keys:' with name, scopes and sha256 each; no keys are 'keys: []'");
            }
            for (Line line : content.keys()) {
                ApiKey key = key(line);
                if (!names.add(key.name())) {
                    throw new IllegalArgumentException("there are two keys named " + key.name());
                }
                keys.add(key);
            }
            return List.copyOf(keys);
        } catch (JacksonException e) {
            int row = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IllegalArgumentException(
                    file + ":" + row + ": must hold 'keys:' with name, scopes and sha256 each");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static ApiKey key(@Nullable Line line) {
        if (line == null || line.name() == null || line.scopes() == null || line.sha256() == null) {
            throw new IllegalArgumentException("every key needs name, scopes and sha256");
        }
        Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
        for (String word : line.scopes()) {
            @Nullable ApiScope scope = ApiScope.of(word);
            if (scope == null) {
                throw new IllegalArgumentException("key " + line.name() + " has a scope that does not exist; there are "
                        + Arrays.stream(ApiScope.values()).map(ApiScope::word).collect(Collectors.joining(", ")));
            }
            scopes.add(scope);
        }
        return new ApiKey(line.name(), scopes, line.sha256(), end(line));
    }

    /** The end of a key: a time, or the beginning of a day in UTC. */
    private static @Nullable Instant end(Line line) {
        @Nullable String text = line.expires();
        if (text == null) {
            return null;
        }
        try {
            return text.length() == DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expires of key " + line.name()
                    + " must be a day such as '2027-03-31' or an RFC 3339 time such as '2027-03-31T15:00:00Z'");
        }
    }

    /** Creates the folder, the key {@code local} with all scopes, and the keys file, unless the keys file exists. */
    static void createIfMissing(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(folder);
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String clear = HexFormat.of().formatHex(random);
        AtomicFileWriter.writePrivately(folder.resolve(LOCAL_NAME), clear + "\n");
        String scopes =
                Arrays.stream(ApiScope.values()).map(ApiScope::word).collect(Collectors.joining("', '", "'", "'"));
        AtomicFileWriter.writePrivately(
                file, """
                # Who may use the API. Add a key with
                #   key=$(openssl rand -hex 32); printf %%s "$key" | sha256sum
                # and give it an end, as in "expires: '2027-03-31'"; health warns two weeks before. Changes are taken into use
                # within a second.
                keys:
                  - name: %s
                    scopes: [%s]
                    sha256: '%s'
                """.formatted(ApiKey.LOCAL, scopes, HexFormat.of().formatHex(ApiKey.hash(clear))));
    }
}
