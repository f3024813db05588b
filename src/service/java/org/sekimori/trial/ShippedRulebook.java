package org.sekimori.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/**
 * The rulebook shipped with this build: its tests run in every build, so it needs no trial. A copy whose policy names home
 * countries in the place that is left for them counts as the same.
 */
final class ShippedRulebook {

    private static final String FOLDER = "org/sekimori/trial/shipped";
    private static final String POLICY = "policy.yml";
    private static final Pattern HOME = Pattern.compile("(?m)^([ \\t]++home:)[ \\t]*+\\[[A-Z, ]{0,400}+]");

    private ShippedRulebook() {}

    private static final class Known {
        private static final @Nullable RulebookFiles FILES = files();
    }

    static boolean is(RulebookFiles files) {
        String policy = files.files().get(POLICY);
        return policy != null
                && files.with(POLICY, HOME.matcher(policy).replaceFirst("$1 []"))
                        .equals(Known.FILES);
    }

    /** Null where the program was put together without it. */
    private static @Nullable RulebookFiles files() {
        try {
            for (Path entry : JavaCommandLine.entries()) {
                if (Files.isDirectory(entry.resolve(FOLDER))) {
                    return RulebookFiles.read(entry.resolve(FOLDER));
                }
            }
            return JavaCommandLine.entries().size() == 1
                    ? packed(JavaCommandLine.entries().get(0))
                    : null;
        } catch (RulebookException e) {
            throw new IllegalStateException("the rulebook of this build cannot be read", e);
        }
    }

    private static @Nullable RulebookFiles packed(Path jar) {
        SortedMap<String, String> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                int at = entry.getName().indexOf(FOLDER + "/");
                if (at < 0 || entry.isDirectory() || entry.getName().endsWith(RulebookFiles.VERSION_LOCK)) {
                    continue;
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    files.put(
                            entry.getName().substring(at + FOLDER.length() + 1),
                            new String(content.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
        return files.isEmpty() ? null : new RulebookFiles(files);
    }
}
