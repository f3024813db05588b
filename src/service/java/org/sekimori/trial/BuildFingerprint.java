package org.sekimori.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.sekimori.rules.source.RulebookFiles;

/** Identifies this build of the program: another build's trial may differ. */
final class BuildFingerprint {

    private BuildFingerprint() {}

    private static final class Known {
        private static final String FINGERPRINT = fingerprint();
    }

    /** SHA-256 over this build, the request, and all names and contents. */
    static String hash(RulebookFiles files, String asked) {
        MessageDigest digest = sha256();
        part(digest, Known.FINGERPRINT);
        part(digest, asked);
        for (Map.Entry<String, String> file : files.files().entrySet()) {
            part(digest, file.getKey());
            part(digest, file.getValue());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Sizes and times of the class path, and the version of Java. */
    private static String fingerprint() {
        MessageDigest digest = sha256();
        part(digest, Runtime.version().toString());
        for (Path entry : JavaCommandLine.entries()) {
            try (Stream<Path> walk = Files.walk(entry)) {
                for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                    part(digest, file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the class path", e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void part(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
