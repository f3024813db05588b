package org.sekimori.follow.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.sekimori.stream.files.Decompressor;

/**
 * Recognises the content of a log whatever its file is called, copied or compressed: its first octets, which hold the time of the
 * first line. An inode alone does not: a new file often gets that of one just deleted.
 *
 * @param length octets covered, 0 to {@link #MOST}
 * @param sha256 of them, in hexadecimal
 */
record Fingerprint(int length, String sha256) {

    static final int MOST = 1024;

    static final Fingerprint EMPTY = of(new byte[0], 0);

    /** Of the first octets of an array. */
    static Fingerprint of(byte[] octets, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(octets, 0, length);
            return new Fingerprint(length, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Of the first octets of an open file, at most so many. */
    static Fingerprint of(FileChannel file, long most) throws IOException {
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(most, MOST));
        while (first.hasRemaining() && file.read(first, first.position()) > 0) {
            continue;
        }
        return of(first.array(), first.position());
    }

    /** Whether a file, plain or compressed, begins with these octets. */
    boolean matches(Path file) throws IOException {
        try (InputStream in = Decompressor.plain(Files.newInputStream(file))) {
            byte[] first = in.readNBytes(length);
            return first.length == length && equals(of(first, length));
        }
    }

    /** Whether an open, plain file begins with these octets. */
    boolean matches(FileChannel file) throws IOException {
        return equals(of(file, length));
    }

    /** Whether these octets begin with those of another one. */
    static boolean sameStart(Path one, Path other) throws IOException {
        try (InputStream a = Decompressor.plain(Files.newInputStream(one));
                InputStream b = Decompressor.plain(Files.newInputStream(other))) {
            return Arrays.equals(a.readNBytes(MOST), b.readNBytes(MOST));
        }
    }
}
