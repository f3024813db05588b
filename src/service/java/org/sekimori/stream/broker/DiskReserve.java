package org.sekimori.stream.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reserve file: freed when the disk is full, so that a broker can stop in good order. One that cannot write its last records
 * does not stop, and ends the process.
 */
final class DiskReserve {

    static final String FILE = "disk.reserve";

    private static final Logger logger = LoggerFactory.getLogger(DiskReserve.class);
    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final long octets;

    DiskReserve(Path folder, long octets) {
        this.file = folder.resolve(FILE);
        this.octets = octets;
    }

    /** Takes the space; without it the disk is only less safe. */
    void take() {
        try {
            if (Files.exists(file) && Files.size(file) == octets) {
                return;
            }
            byte[] block = new byte[BLOCK];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long left = octets; left > 0; left -= BLOCK) {
                    out.write(block, 0, (int) Math.min(left, BLOCK));
                }
            }
        } catch (IOException e) {
            logger.warn("No space is set aside in {} for the case of a full disk: {}", file, e.toString());
        }
    }

    /** Gives it back. */
    void release() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            logger.warn("The space that was set aside in {} cannot be given back: {}", file, e.toString());
        }
    }
}
