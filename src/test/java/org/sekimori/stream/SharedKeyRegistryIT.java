package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.stream.broker.EmbeddedBroker;

@SuppressWarnings("NullAway.Init")
class SharedKeyRegistryIT {

    private static final int LENGTH = 32;

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** An instance of one of several installations on the broker. */
    private void start(String installation, String instance, String... replaceable) throws InterruptedException {
        StreamSettings settings = StreamSettings.builder(
                        broker.bootstrapServers(), installation + ".", folder.resolve(instance), instance)
                .cacheBytes(1 << 20)
                .build();
        SharedKeyRegistry.open(settings, Set.of(replaceable), Clock.systemUTC()).requireSameKey(key(instance), LENGTH);
    }

    private Path key(String instance) {
        return folder.resolve(instance).resolve("recipients.key");
    }

    private void copy(String from, String to) throws IOException {
        Files.createDirectories(key(to).getParent());
        Files.copy(key(from), key(to));
    }

    private void fill(String instance, int bytes, int with) throws IOException {
        Files.createDirectories(key(instance).getParent());
        byte[] key = new byte[bytes];
        java.util.Arrays.fill(key, (byte) with);
        Files.write(key(instance), key);
    }

    @Test
    void theFirstMakesTheKeyAndOthersNeedACopyOfIt() throws Exception {
        start("copies", "first");
        assertThat(key("first")).hasSize(LENGTH);

        assertThatThrownBy(() -> start("copies", "second"))
                .isInstanceOf(SharedKeyException.class)
                .hasMessageContainingAll(
                        "the key file " + key("second") + " is missing",
                        "copy " + key("first").toAbsolutePath() + " of the instance first on the host ",
                        "to " + key("second"));
        assertThat(key("second")).as("a key that nobody shares").doesNotExist();

        copy("first", "second");
        start("copies", "second");
        start("copies", "first");
    }

    @Test
    void anInstanceOfBeforeBringsItsOwnKey() throws Exception {
        fill("old", LENGTH, 7);
        start("before", "old");

        assertThat(Files.readAllBytes(key("old"))).containsOnly(7);
        fill("other", LENGTH, 8);
        assertThatThrownBy(() -> start("before", "other"))
                .hasMessageContaining("has the fingerprint " + SharedKeyRegistry.fingerprint(bytes(8)))
                .hasMessageContaining("use the key with the fingerprint " + SharedKeyRegistry.fingerprint(bytes(7)));
    }

    private static byte[] bytes(int with) {
        byte[] key = new byte[LENGTH];
        java.util.Arrays.fill(key, (byte) with);
        return key;
    }

    @Test
    void ofManyThatStartAtOnceExactlyOneKeyIsTaken() {
        List<CompletableFuture<Boolean>> starts = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                start("race", "racer-" + i);
                                return true;
                            } catch (SharedKeyException e) {
                                return false;
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> new Thread(task).start()))
                .toList();

        assertThat(starts.stream().map(CompletableFuture::join).toList()).containsOnlyOnce(true);
    }

    @Test
    void aKeyIsReplacedOnlyByNamingTheOneThatGoes() throws Exception {
        fill("kept", LENGTH, 1);
        fill("fresh", LENGTH, 2);
        start("rotation", "kept");
        String gone = SharedKeyRegistry.fingerprint(bytes(1));

        assertThatThrownBy(() -> start("rotation", "fresh", "0123456789abcdef")).hasMessageContaining(gone);
        start("rotation", "fresh", gone);

        assertThatThrownBy(() -> start("rotation", "kept"))
                .hasMessageContaining(SharedKeyRegistry.fingerprint(bytes(2)));
        // The option may stay: what it names is gone.
        start("rotation", "fresh", gone);
        assertThatThrownBy(() -> start("rotation", "kept", gone)).isInstanceOf(SharedKeyException.class);
    }

    @Test
    void aFileThatIsNoKeyIsNamedWithWhatIsWrong() throws Exception {
        fill("empty", 0, 0);
        fill("short", 16, 0);
        Files.createDirectories(key("folder"));

        assertThatThrownBy(() -> start("broken", "empty"))
                .hasMessageContainingAll(key("empty") + " has 0 bytes", "32 are needed");
        assertThatThrownBy(() -> start("broken", "short"))
                .hasMessageContainingAll("has 16 bytes", "from another instance");
        assertThatThrownBy(() -> start("broken", "folder"))
                .isInstanceOf(SharedKeyException.class)
                .hasMessageContaining(key("folder").toString());
        start("broken", "sound");
    }

    @Test
    void aFingerprintTellsKeysApartAndIsNoPartOfThem() {
        assertThat(SharedKeyRegistry.fingerprint(bytes(1)))
                .matches("[0-9a-f]{16}")
                .isNotEqualTo(SharedKeyRegistry.fingerprint(bytes(2)))
                .isEqualTo(SharedKeyRegistry.fingerprint(bytes(1)))
                .doesNotContain("0101");
    }
}
