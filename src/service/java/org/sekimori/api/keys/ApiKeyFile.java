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
import org.sekimori.text.YamlEntryListReader;
import org.sekimori.text.YamlEntryListReader.Value;

/** Reads {@code api-keys.yml}, and creates the first one. */
public final class ApiKeyFile {

    public static final String NAME = "api-keys.yml";
    public static final String LOCAL_NAME = "local.key";

    private static final int KEY_BYTES = 32;
    private static final int DATE_LENGTH = 10;

    private static final String FORM =
            "must hold 'keys:', below which every key needs name, scopes and sha256; no keys are 'keys: []'";
    private static final String INCOMPLETE = "every key needs name, scopes and sha256";

    private static final YamlEntryListReader.Form KEYS = new YamlEntryListReader.Form(
            "keys",
            Set.of("name", "scopes", "sha256", "expires"),
            false,
            true,
            "%s is not known here; known are %s",
            "'%s' must be a word or a list such as [a, b]");

    private ApiKeyFile() {}

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
        List<ApiKey> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlEntryListReader.Entry entry : entries(file, text)) {
            try {
                ApiKey key = key(entry);
                if (!names.add(key.name())) {
                    throw new IllegalArgumentException("there are two keys named " + key.name());
                }
                keys.add(key);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ":" + entry.line() + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(keys);
    }

    /** Without what the file says there, which could be a key. */
    private static List<YamlEntryListReader.Entry> entries(Path file, String text) {
        try {
            return YamlEntryListReader.read(text, KEYS);
        } catch (YamlEntryListReader.FormException e) {
            throw new IllegalArgumentException(file + ":" + e.line() + ": " + FORM);
        }
    }

    private static ApiKey key(YamlEntryListReader.Entry entry) {
        Value name = entry.word("name");
        Value sha256 = entry.word("sha256");
        if (name == null || sha256 == null || !entry.has("scopes")) {
            throw new IllegalArgumentException(INCOMPLETE);
        }
        Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
        for (Value word : entry.words("scopes")) {
            @Nullable ApiScope scope = ApiScope.of(word.text());
            if (scope == null) {
                throw new IllegalArgumentException("key " + name.text() + " has a scope that does not exist; there are "
                        + Arrays.stream(ApiScope.values()).map(ApiScope::word).collect(Collectors.joining(", ")));
            }
            scopes.add(scope);
        }
        return new ApiKey(name.text(), scopes, sha256.text(), end(name.text(), entry));
    }

    /**
     * The end of a key: a time, or the beginning of a day in UTC; null without the field. A field that is still blank must not make a
     * key that never ends.
     */
    private static @Nullable Instant end(String key, YamlEntryListReader.Entry entry) {
        Value expires = entry.word("expires");
        if (!entry.names("expires")) {
            return null;
        }
        String text = expires == null ? "" : expires.text();
        try {
            return text.length() == DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expires of key " + key
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
