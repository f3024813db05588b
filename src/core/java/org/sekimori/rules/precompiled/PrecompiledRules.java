package org.sekimori.rules.precompiled;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.drools.compiler.compiler.io.memory.MemoryFileSystem;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.compiler.kie.builder.impl.KieBuilderImpl;
import org.drools.compiler.kie.builder.impl.MemoryKieModule;
import org.drools.modelcompiler.CanonicalKieModule;
import org.drools.util.PortablePath;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.builder.ReleaseId;
import org.kie.api.builder.model.KieModuleModel;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.source.RulebookException;

/**
 * Class files of the shipped rules, which the build compiles, so that a start does not. They are found by the generated text of the
 * rules, the version of Drools and the version of Java that compiled them: a rulebook with other rules, or another Java, compiles as
 * usual. They are verified like those that Drools has just written.
 */
public final class PrecompiledRules {

    private static final String SUFFIX = ".zip";
    private static final String DONE = ".done";
    private static final String CLASS_FILE = ".class";
    private static final String META = "META-INF/";

    private PrecompiledRules() {}

    /** Whether the build compiled these generated rules, and so checked how Drools reads them. */
    public static boolean include(List<GeneratedDrl> drl) {
        return PrecompiledRules.class.getResource(resource(drl)) != null;
    }

    private static String resource(List<GeneratedDrl> drl) {
        return key(drl) + SUFFIX;
    }

    /**
     * The module of generated rules.
     *
     * @param id its id in Drools' repository
     * @return null if the build compiled no such rules
     */
    public static @Nullable InternalKieModule module(List<GeneratedDrl> drl, ReleaseId id) {
        try (InputStream found = PrecompiledRules.class.getResourceAsStream(resource(drl))) {
            if (found == null) {
                return null;
            }
            MemoryFileSystem files = new MemoryFileSystem();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(found.readAllBytes()))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    files.write(PortablePath.of(entry.getName()), zip.readAllBytes());
                }
            }
            KieModuleModel model = KieServices.get().newKieModuleModel();
            KieBuilderImpl.setDefaultsforEmptyKieModule(model);
            return new CanonicalKieModule(new MemoryKieModule(id, model, files));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the rules that came with this program", e);
        }
    }

    private static String key(List<GeneratedDrl> drl) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String compiler = KieServices.class.getPackage().getImplementationVersion() + " "
                    + Runtime.version().feature();
            update(digest, compiler);
            for (GeneratedDrl one : drl) {
                update(digest, one.name());
                update(digest, one.text());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** Compiles rules; called only if they are to be compiled. */
    @FunctionalInterface
    public interface Compilation {

        /** Adds the modules of the rules by their generated text. */
        void compile(BiConsumer<List<GeneratedDrl>, InternalKieModule> modules) throws RulebookException;
    }

    /**
     * Writes the modules of a rulebook beside the class files of this class, unless that was done after all class files were written.
     *
     * @param classes folder of the program's class files
     * @param rulebook the rulebook's id
     */
    public static void write(Path classes, String rulebook, Compilation compilation)
            throws IOException, RulebookException {
        Path folder = classes.resolve(PrecompiledRules.class.getPackageName().replace('.', '/'));
        Path stamp = folder.resolve(rulebook + DONE);
        if (Files.exists(stamp) && Files.getLastModifiedTime(stamp).compareTo(newest(classes)) > 0) {
            return;
        }
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(PrecompiledRules::written).toList()) {
                Files.delete(file);
            }
        }
        try {
            compilation.compile((drl, module) -> {
                try {
                    Files.write(folder.resolve(resource(drl)), zipped(module));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.createFile(stamp);
    }

    private static boolean written(Path file) {
        return file.toString().endsWith(SUFFIX) || file.toString().endsWith(DONE);
    }

    private static FileTime newest(Path classes) throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(CLASS_FILE)).toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    /** What Drools needs of a module: its class files and their lists, the same bytes from the same rules. */
    private static byte[] zipped(InternalKieModule module) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String file : new TreeSet<>(module.getFileNames())) {
                if (file.endsWith(CLASS_FILE) || file.startsWith(META)) {
                    ZipEntry entry = new ZipEntry(file);
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(module.getBytes(file));
                    zip.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }
}
