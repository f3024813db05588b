package org.sekimori.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class path of the program as it ships: that of the tests without their own classes and settings. */
final class ProgramClassPath {

    static final String TEXT = ClassDataArchive.jarsFirst(
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(entry -> !Files.exists(Path.of(entry).resolve(file(ProgramClassPath.class.getName()))))
                    .collect(Collectors.joining(File.pathSeparator)));

    private ProgramClassPath() {}

    /**
     * The same with some classes of the tests in a folder of their own, as the last entry.
     *
     * @param classes their names, nested ones too
     */
    static String with(Path folder, String... classes) {
        try {
            for (String name : classes) {
                Path copy = folder.resolve(file(name));
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                try (InputStream in = Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(file(name)), name)) {
                    Files.write(copy, in.readAllBytes());
                }
            }
            return TEXT + File.pathSeparator + folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String name) {
        return name.replace('.', '/') + ".class";
    }
}
