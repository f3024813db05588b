package org.sekimori.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The text of a whole rulebook, file by file: what is hashed, stored on the log, and compiled.
 *
 * @param files path with forward slashes, relative to the rulebook's folder, to content
 */
public record RulebookFiles(SortedMap<String, String> files) {

    /** Largest rulebook that is accepted, in bytes of text: it must fit into one record of the log. */
    public static final int MAX_BYTES = 700_000;

    public RulebookFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Reads a folder; hidden files, backup files ({@code ~}) and the list of versions are left out. */
    public static RulebookFiles read(Path folder) throws RulebookException {
        if (!Files.isDirectory(folder)) {
            throw new RulebookException(
                    folder.toString(), 0, "is not a folder; name the folder of the rules with --rules DIR");
        }
        SortedMap<String, String> files = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        long bytes = 0;
        for (Path file : regularFiles(folder)) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            try {
                String content = Files.readString(file, StandardCharsets.UTF_8);
                bytes += content.length();
                files.put(name, content);
            } catch (CharacterCodingException e) {
                problems.add(new Problem(name, 0, "is not UTF-8 text"));
            } catch (IOException e) {
                problems.add(new Problem(name, 0, "cannot be read: " + e.getMessage()));
            }
        }
        if (bytes > MAX_BYTES) {
            problems.add(new Problem(".", 0, "has " + bytes + " characters, at most " + MAX_BYTES + " are allowed"));
        }
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        return new RulebookFiles(files);
    }

    private static List<Path> regularFiles(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(f -> !hidden(folder.relativize(f)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static boolean hidden(Path relative) {
        if (relative.toString().equals(VersionLock.FILE)) {
            return true;
        }
        for (Path part : relative) {
            if (part.toString().startsWith(".") || part.toString().endsWith("~")) {
                return true;
            }
        }
        return false;
    }

    /** The same rulebook with one file replaced or added. */
    public RulebookFiles with(String file, String content) {
        SortedMap<String, String> changed = new TreeMap<>(files);
        changed.put(file, content);
        return new RulebookFiles(changed);
    }

    /** The same rulebook without a file; itself if it has none of this name. */
    public RulebookFiles without(String file) {
        SortedMap<String, String> changed = new TreeMap<>(files);
        changed.remove(file);
        return new RulebookFiles(changed);
    }

    /** The rulebook's version: the first 16 hexadecimal digits of SHA-256 over every name and content. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, String> file : files.entrySet()) {
                digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(file.getValue().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
