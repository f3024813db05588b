package org.sekimori.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The folder of a {@link PostfixRig}: writes the configuration from the templates beside this class's resources. */
final class PostfixConfigWriter {

    private static final Set<PosixFilePermission> ENTER =
            EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

    private PostfixConfigWriter() {}

    /**
     * Makes the folder ready for a start.
     *
     * @param words what the words between percent signs in the templates stand for
     */
    static void write(Path folder, Map<String, String> words) throws IOException {
        for (String name : new String[] {"etc", "queue", "data", "log", "dovecot", "tmp"}) {
            Files.createDirectories(folder.resolve(name));
        }
        letOthersEnter(folder);
        Path data = folder.resolve("data");
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Files.writeString(folder.resolve("etc/main.cf"), filled("main.cf", words));
        Files.writeString(folder.resolve("etc/master.cf"), filled("master.cf", words));
        Files.writeString(folder.resolve("dovecot/dovecot.conf"), filled("dovecot.conf", words));
        Files.writeString(folder.resolve("dovecot/users"), filled("users", words));
    }

    private static String filled(String template, Map<String, String> words) throws IOException {
        String text;
        try (InputStream in =
                Objects.requireNonNull(PostfixConfigWriter.class.getResourceAsStream(template), template)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("%" + word.getKey() + "%", word.getValue());
        }
        return text;
    }

    /**
     * Postfix's processes run as user postfix and must get here, but JUnit makes temporary folders for their owner
     * alone: opens the folder and those above it up to the machine's folder for temporary files.
     */
    static void letOthersEnter(Path folder) throws IOException {
        Path top = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
        for (Path at = folder; at != null && !at.equals(top); at = at.getParent()) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(at);
            if (permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                continue;
            }
            if (!at.equals(folder) && !at.startsWith(top)) {
                throw new IllegalStateException("user postfix cannot enter " + at + ": choose another folder");
            }
            permissions.addAll(ENTER);
            Files.setPosixFilePermissions(at, permissions);
        }
    }
}
