package org.sekimori.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The name of the instance that owns a data folder; made once, so that it is the same after a restart. */
final class InstanceName {

    private InstanceName() {}

    static synchronized String of(Path data) {
        Path file = data.resolve("instance-id");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(data);
                Files.writeString(
                        file, "sekimori-" + UUID.randomUUID().toString().substring(0, 8));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data folder " + data + "; is it writable?", e);
        }
    }
}
