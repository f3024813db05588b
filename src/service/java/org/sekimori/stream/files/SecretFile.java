package org.sekimori.stream.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A file with a secret of random bytes. Its bytes are in no message and no log. */
public final class SecretFile {

    private SecretFile() {}

    /**
     * The bytes of a file; creates it, readable by its owner only, if there is none.
     *
     * @param length of the secret, in bytes
     * @throws IOException if the file can neither be read nor created, or has another length
     */
    public static byte[] readOrCreate(Path file, int length) throws IOException {
        if (Files.notExists(file)) {
            create(file, length);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != length) {
            throw new IOException("the key file " + file + " has " + key.length + " bytes, " + length
                    + " are needed; put the right one there, from a backup or from another instance");
        }
        return key;
    }

    private static void create(Path file, int length) throws IOException {
        byte[] key = new byte[length];
        new SecureRandom().nextBytes(key);
        // If another instance was faster, its key is as good.
        AtomicFileWriter.createPrivately(file, key);
    }
}
