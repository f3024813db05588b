package org.sekimori.server;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program's name and folders. The script of a source tree sets both: {@code data}, {@code rules}, {@code dashboards} and
 * {@code config} are those of its tree, wherever it is called, or the same command would start another service in each folder.
 * The script of the image sets {@code /}. A jar started by hand uses the current folder. Typed paths, {@code --data ../data}, are
 * relative to the shell's folder.
 */
public final class Installation {

    /** System property: the typed name of the script. */
    static final String NAME = "sekimori.command";

    /** System property: the folder in which {@code data}, {@code rules} and the others are if nothing else is named. */
    public static final String BASE = "sekimori.base";

    /** The main class, started anew for what runs in a process of its own. A name, since the service does not know its command line. */
    public static final String MAIN_CLASS = "org.sekimori.cli.Sekimori";

    private Installation() {}

    /** The words to type before a command's name. */
    public static String commandName() {
        return System.getProperty(NAME, "./sekimori");
    }

    /** A file that comes with the program, as it can be typed in the current folder. */
    public static String file(String name) {
        return folder(name).toString();
    }

    /** The default folder: relative to the current folder if it lies in it. */
    public static Path folder(String name) {
        return usesCurrentFolder() ? Path.of(name) : base().resolve(name);
    }

    /** Whether the program's folders are those of the current folder. */
    public static boolean usesCurrentFolder() {
        return base().equals(current());
    }

    private static Path base() {
        String base = System.getProperty(BASE, "");
        return base.isEmpty() ? current() : Path.of(base).toAbsolutePath().normalize();
    }

    private static Path current() {
        return Path.of("").toAbsolutePath().normalize();
    }

    /**
     * Refuses to start a new service where the current folder holds another one's data.
     *
     * @throws UserFacingException if the folder must be named
     */
    public static void requireOneDataFolder() {
        Path here = Path.of("data");
        Path usual = folder("data");
        if (!usesCurrentFolder() && Files.exists(here.resolve(InstanceName.FILE)) && Files.notExists(usual)) {
            throw new UserFacingException("the current folder has the data of a service, and " + usual
                    + ", where one is kept if no folder is named, would be a new one; name the one that is meant: --data "
                    + here + ", or --data " + usual);
        }
    }
}
