package org.sekimori.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.api.MutableClock;

class ApiKeyFileTest {

    private static final String HASH = "0".repeat(64);

    @TempDir
    Path folder;

    @Test
    void theFirstStartMakesTheLocalKeyWithAllScopes() {
        ApiKeyStore ring = ApiKeyStore.open(folder.resolve("keys"), new MutableClock());

        assertThat(local(folder.resolve("keys")))
                .satisfies(clear -> assertThat(ring.find(clear)).hasValueSatisfying(key -> {
                    assertThat(key.name()).isEqualTo("local");
                    assertThat(key.scopes()).containsExactly(ApiScope.values());
                }));
    }

    @Test
    void theNextStartKeepsTheKey() {
        ApiKeyStore.open(folder, new MutableClock());
        String clear = local(folder);

        assertThat(ApiKeyStore.open(folder, new MutableClock()).find(clear)).isPresent();
        assertThat(local(folder)).isEqualTo(clear);
    }

    @Test
    void noKeysIsAllowedAndLetsNobodyIn() throws IOException {
        Files.writeString(folder.resolve(ApiKeyFile.NAME), "keys: []\n");

        assertThat(ApiKeyStore.open(folder, new MutableClock()).find("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            keys: 7                                                        | must hold 'keys:'
            keyz: []                                                       | must hold 'keys:'
            keys: [{name: a, scopes: []}]                                  | needs name, scopes and sha256
            keys: [null]                                                   | needs name, scopes and sha256
            keys: [{name: a, scopes: [all], sha256: HASH}]                 | has a scope that does not exist; there are grants:read
            keys: [{name: a, scopes: [null], sha256: HASH}]                | has a scope that does not exist
            keys: [{name: a b, scopes: [], sha256: HASH}]                  | a key's name has
            keys: [{name: a, scopes: [], sha256: secret}]                  | sha256 of key a must be 64
            keys: [{name: a, scopes: [], sha256: HASH, expires: soon}]     | expires of key a must be a day
            keys: [{name: a, scopes: [], sha256: HASH, expires: '2027-02-30'}] | expires of key a must be a day
            keys: [{name: a, scopes: [], sha256: HASH, expires: ''}]       | expires of key a must be a day
            keys: [{name: a, scopes: [], sha256: HASH, expires: }]         | expires of key a must be a day
            keys: [{name: a, scopes: [], sha256: HASH, expires: []}]       | expires of key a must be a day
            keys: [{name: a, sha256: HASH, scopes: }]                      | needs name, scopes and sha256
            keys: [{name: local, scopes: [], sha256: HASH, expires: '2027-03-31'}] | the key local is this installation's own and never expires
            keys: [{name: a, scopes: [], sha256: HASH}, {name: a, scopes: [], sha256: HASH}] | two keys named a
            """)
    void aBrokenFileStopsTheStartAndSaysWhy(String text, String problem) throws IOException {
        Path file = folder.resolve(ApiKeyFile.NAME);
        Files.writeString(file, text.replace("HASH", "'" + HASH + "'"));

        assertThatThrownBy(() -> ApiKeyStore.open(folder, new MutableClock()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDayAsTheEndIsItsBeginningInUtc() throws IOException {
        String hash = java.util.HexFormat.of().formatHex(ApiKey.hash("secret"));
        Files.writeString(
                folder.resolve(ApiKeyFile.NAME),
                "keys: [{name: a, scopes: [], sha256: '" + hash + "', expires: 2027-03-31}]\n");

        assertThat(ApiKeyStore.open(folder, new MutableClock()).find("secret"))
                .hasValueSatisfying(key -> assertThat(key.expires()).isEqualTo("2027-03-31T00:00:00Z"));
    }

    private static String local(Path folder) {
        try {
            return Files.readString(folder.resolve(ApiKeyFile.LOCAL_NAME)).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What an editor, a copy under way, a mount that comes late or a lost power leaves; each was final once. */
    enum Mishap {
        EMPTY,
        HALF_WRITTEN,
        FOLDER,
        GONE,
        NOT_UTF_8,
        NOT_YAML;

        void happens(Path file, String good) throws IOException {
            Files.delete(file);
            switch (this) {
                case EMPTY -> Files.createFile(file);
                case HALF_WRITTEN -> Files.writeString(file, good.substring(0, good.indexOf("  - name")));
                case FOLDER -> Files.createDirectory(file);
                case GONE -> {}
                case NOT_UTF_8 -> Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
                case NOT_YAML -> Files.writeString(file, "keys: [");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatCannotBeUsedLeavesTheKeysAndIsReadAgainWhenItIsGood(Mishap mishap) throws IOException {
        MutableClock clock = new MutableClock();
        ApiKeyStore ring = ApiKeyStore.open(folder, clock);
        String first = local(folder);
        Path file = folder.resolve(ApiKeyFile.NAME);
        String good = Files.readString(file);
        FileTime modified = Files.getLastModifiedTime(file);

        mishap.happens(file, good);
        clock.advance(Duration.ofSeconds(2));
        assertThat(ring.find(first)).isPresent();
        assertThat(ring.problem()).startsWith(file.toString());

        // The same file comes back, with the time that it had.
        Files.deleteIfExists(file);
        Files.writeString(file, good);
        Files.setLastModifiedTime(file, modified);
        clock.advance(Duration.ofSeconds(2));
        assertThat(ring.find(first)).isPresent();
        assertThat(ring.problem()).isEmpty();

        Files.writeString(file, "keys: []\n");
        clock.advance(Duration.ofSeconds(2));
        assertThat(ring.find(first)).isEmpty();
    }

    @Test
    void anEmptyFileAtTheStartSaysWhatToDo() throws IOException {
        Files.createFile(folder.resolve(ApiKeyFile.NAME));
        assertThatThrownBy(() -> ApiKeyStore.open(folder, new MutableClock()))
                .hasMessageContaining("is empty; put a copy");
    }
}
