package org.sekimori.server;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How this program was called and where its folders are. The script of a source tree says both: {@code data}, {@code rules},
 * {@code dashboards} and {@code config} are those of its tree, from whatever folder it is called, or the same command would start another
 * service in each. The script of the image says {@code /}. A jar that is started by hand says nothing, and its folders are those of the
 * current folder. What is typed, {@code --data ../data}, is where the shell is, as everywhere.
 */
public final class Installation {

    /** System property: what was typed to call the script. */
    static final String NAME = "sekimori.command";

    /** System property: the folder in which {@code data}, {@code rules} and the others are if nothing else is named. */
    public static final String BASE = "sekimori.base";

    /** The main class, started anew for what runs in a process of its own. A name, since the service does not know its command line. */
    public static final String MAIN_CLASS = "org.sekimori.cli.Sekimori";

    private Installation() {}

    /** What to type before a command's name. */
    public static String commandName() {
        return System.getProperty(NAME, "./sekimori");
    }

    /** A file that comes with the program, as it can be typed in the current folder. */
    public static String file(String name) {
        return folder(name).toString();
    }

    /** The folder that is meant if none is named: relative to the current folder where it lies in it. */
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
     * Where a new service would begin although the current folder holds one.
     *
     * @throws UserFacingException if somebody has to say which is meant
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
