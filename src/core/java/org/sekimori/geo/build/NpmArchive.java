package org.sekimori.geo.build;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A package made by {@code npm pack}: a gzip-compressed tar archive (POSIX.1-1988 ustar) with its files below {@code package/}.
 * Reads named files into memory; never writes to a path from the archive.
 */
final class NpmArchive {

    /** Of one file: the largest of the family has 32 MB today. */
    private static final int MOST = 256 << 20;

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_DIGITS = 11;

    private NpmArchive() {}

    /**
     * The content of some files by their names below {@code package/}.
     *
     * @throws IOException naming the archive, if it cannot be read or lacks one of them
     */
    static Map<String, byte[]> read(Path archive, Set<String> wanted) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        try (InputStream in =
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive), 1 << 16), 1 << 16)) {
            byte[] header = in.readNBytes(BLOCK);
            while (header.length == BLOCK && header[0] != 0) {
                String name = text(header, 0, NAME);
                long size = size(header);
                String inside = name.startsWith("package/") ? name.substring("package/".length()) : name;
                if (wanted.contains(inside)) {
                    found.put(inside, content(in, size));
                } else {
                    in.skipNBytes(size);
                }
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                header = in.readNBytes(BLOCK);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(archive + " is no package as npm makes it: " + e.getMessage(), e);
        }
        for (String name : wanted) {
            if (!found.containsKey(name)) {
                throw new IOException(archive + " has no file " + name);
            }
        }
        return found;
    }

    private static byte[] content(InputStream in, long size) throws IOException {
        if (size > MOST) {
            throw new IOException("a file of " + size + " octets is longer than " + MOST);
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new IOException("it ends in the middle of a file");
        }
        return content;
    }

    private static long size(byte[] header) {
        String digits = text(header, SIZE_AT, SIZE_DIGITS).strip();
        try {
            return Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a size in it is no octal number", e);
        }
    }

    private static String text(byte[] header, int from, int most) {
        int end = from;
        while (end < from + most && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }
}
