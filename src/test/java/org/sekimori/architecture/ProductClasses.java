package org.sekimori.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.rig.ProductSources;

/** The product's classes and what they use, read once for all tests of the architecture. */
final class ProductClasses {

    static final String ROOT = "org.sekimori.";

    /** The compiled classes of all modules. */
    static final JavaClasses ALL = new ClassFileImporter().importUrl(location(Account.class));

    private static final Comparator<JavaClass> BY_NAME = Comparator.comparing(JavaClass::getName);

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?(org\\.sekimori\\.[\\w.]+);$", Pattern.MULTILINE);

    /** Top-level class to the text of its source. */
    static final SortedMap<String, String> SOURCES = new TreeMap<>();

    /** Top-level class to the module whose folder holds it. */
    static final SortedMap<String, String> MODULE = new TreeMap<>();

    static {
        for (String module : ProductSources.MODULES) {
            Path folder = ProductSources.folder(Path.of(""), module);
            for (Path file : ProductSources.javaFiles(Path.of(""))) {
                if (file.startsWith(folder)) {
                    String path = folder.relativize(file).toString();
                    String name =
                            path.substring(0, path.length() - ".java".length()).replace('/', '.');
                    SOURCES.put(name, text(file));
                    MODULE.put(name, module);
                }
            }
        }
    }

    private ProductClasses() {}

    /** Their tests; one of the test classes alone needs them. */
    static JavaClasses tests() {
        return new ClassFileImporter().importUrl(location(ProductClasses.class));
    }

    /**
     * Each class that a class of the product uses, and those that use it: a look-up in place of a walk over a quarter of a million uses for
     * each question.
     */
    private static final class Users {
        private static final SortedMap<JavaClass, Set<JavaClass>> ALL_USERS = new TreeMap<>(BY_NAME);

        static {
            ALL.forEach(user -> user.getDirectDependenciesFromSelf().forEach(use -> ALL_USERS
                    .computeIfAbsent(use.getTargetClass(), used -> new TreeSet<>(BY_NAME))
                    .add(user)));
        }
    }

    /** The classes of the product that use a class such as these, by name. */
    static Set<JavaClass> users(Predicate<JavaClass> used) {
        Set<JavaClass> users = new TreeSet<>(BY_NAME);
        Users.ALL_USERS.forEach((one, itsUsers) -> {
            if (used.test(one)) {
                users.addAll(itsUsers);
            }
        });
        return users;
    }

    /** Top-level class to the other top-level classes that it uses: in its class files, or only in its imports, as constants are. */
    static SortedMap<String, Set<String>> uses() {
        SortedMap<String, Set<String>> uses = new TreeMap<>();
        SOURCES.forEach((name, source) -> uses.put(name, imports(source)));
        ALL.forEach(from ->
                uses.computeIfAbsent(topLevel(from), name -> new TreeSet<>()).addAll(used(from)));
        return Collections.unmodifiableSortedMap(uses);
    }

    /** The top-level classes of the product that a class file names. */
    static Set<String> used(JavaClass from) {
        return from.getDirectDependenciesFromSelf().stream()
                .map(dependency -> topLevel(dependency.getTargetClass().getBaseComponentType()))
                .filter(MODULE::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Packages of the product, with the package-infos or without. */
    static Set<String> packages() {
        return MODULE.keySet().stream().map(ProductClasses::packageOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes of the product that a source file imports. */
    static Set<String> imports(String source) {
        return IMPORT.matcher(source)
                .results()
                .map(found -> known(found.group(1)))
                .filter(name -> name != null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The package that a source file names as its own. */
    static String packageDeclared(String source) {
        int at = source.indexOf("package ") + "package ".length();
        return source.substring(at, source.indexOf(';', at));
    }

    /** The first part of a package's name below the root, such as {@code rules}. */
    static String area(String name) {
        String below = name.substring(ROOT.length());
        return below.substring(0, below.indexOf('.'));
    }

    static String topLevel(JavaClass nested) {
        String name = nested.getName();
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }

    private static @Nullable String known(String imported) {
        String name = imported;
        while (!MODULE.containsKey(name)) {
            if (!name.startsWith(ROOT)) {
                return null;
            }
            name = packageOf(name);
        }
        return name;
    }

    private static URL location(Class<?> one) {
        return one.getProtectionDomain().getCodeSource().getLocation();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
