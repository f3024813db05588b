package org.sekimori.api.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.files.WatchedFile;

/**
 * The valid API keys: those of the file when it was last readable. An unusable file is reported and leaves the keys valid, so
 * that a typing error locks out no one. Thread-safe.
 */
public final class ApiKeyStore {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final WatchedFile<List<ApiKey>> file;

    private final Clock clock;

    private ApiKeyStore(WatchedFile<List<ApiKey>> file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens the keys of a folder; creates the first key if there is no file.
     *
     * @throws IllegalArgumentException with the file and its fault
     */
    public static ApiKeyStore open(Path folder, Clock clock) {
        try {
            ApiKeyFile.createIfMissing(folder);
            Path path = folder.resolve(ApiKeyFile.NAME);
            WatchedFile<List<ApiKey>> file =
                    new WatchedFile<>(path, text -> ApiKeyFile.read(path, text), clock, BETWEEN_LOOKS);
            if (file.value() == null) {
                throw new IllegalArgumentException(file.problem());
            }
            return new ApiKeyStore(file, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the API keys in " + folder, e);
        }
    }

    /** Keys that have ended, or will within a time, by name. */
    public List<String> expiryWarnings(Duration within) {
        Instant now = clock.instant();
        @Nullable List<ApiKey> keys = file.value();
        return (keys == null ? List.<ApiKey>of() : keys)
                .stream()
                        .filter(key -> key.expired(now.plus(within)))
                        .map(key -> key.name() + (key.expired(now) ? " ended at " : " ends at ") + key.expires())
                        .toList();
    }

    /** Whether a key is past its end. */
    public boolean expired(ApiKey key) {
        return key.expired(clock.instant());
    }

    /** The entry of a clear key, valid or expired. Compares with all of them, so that timing reveals nothing. */
    public Optional<ApiKey> find(String clear) {
        @Nullable List<ApiKey> keys = file.value();
        byte[] hash = ApiKey.hash(clear);
        Optional<ApiKey> found = Optional.empty();
        for (ApiKey key : keys == null ? List.<ApiKey>of() : keys) {
            if (key.hasHash(hash)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    /** Why the file as it is now is not used, empty if it is. */
    public String problem() {
        return file.problem();
    }
}
