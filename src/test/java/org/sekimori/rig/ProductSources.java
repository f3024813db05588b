package org.sekimori.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The product's source files, module by module. */
public final class ProductSources {

    /** The modules in the order in which they are compiled: each may use those before it. */
    public static final List<String> MODULES = List.of("core", "service", "cli", "lab");

    private ProductSources() {}

    /** The folder of a module's sources in a checkout. */
    public static Path folder(Path checkout, String module) {
        return checkout.resolve("src").resolve(module).resolve("java");
    }

    /** All Java files of a checkout's modules, in order of their paths within each module. */
    public static List<Path> javaFiles(Path checkout) {
        List<Path> all = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(folder(checkout, module))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(all::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}
