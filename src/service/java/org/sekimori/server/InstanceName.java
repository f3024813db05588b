package org.sekimori.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.sekimori.stream.files.AtomicFileWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Name of the instance that owns a data folder; created once, so that it survives a restart. It names consumer group members and
 * endpoints, not data. A file that lost its content is recreated: the group takes the instance for a new one and assigns its
 * partitions once the old member has timed out.
 */
public final class InstanceName {

    private static final Logger logger = LoggerFactory.getLogger(InstanceName.class);
    static final String FILE = "instance-id";

    /** Characters that Kafka allows in {@code group.instance.id}, with space for followers' suffixes. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private InstanceName() {}

    /**
     * The name in a data folder.
     *
     * @throws UserFacingException if the file holds a name that Kafka does not allow
     */
    public static synchronized String of(Path data) {
        Path file = data.resolve(FILE);
        try {
            String name = Files.exists(file) ? read(file) : "";
            if (!name.isEmpty()) {
                return name;
            }
            String fresh = "sekimori-" + UUID.randomUUID().toString().substring(0, 8);
            AtomicFileWriter.write(file, fresh);
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data folder " + data + "; is it writable?", e);
        }
    }

    private static String read(Path file) throws IOException {
        String name;
        try {
            name = Files.readString(file).strip();
        } catch (CharacterCodingException e) {
            name = "\0";
        }
        if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
            logger.warn("{} has lost its content; this instance gets a new name", file);
            return "";
        }
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new UserFacingException(
                    "the name in " + file + " must have 1 to 200 letters, digits, '.', '_' and '-' of ASCII;"
                            + " correct it, or delete the file and a name will be made");
        }
        return name;
    }
}
