package org.sekimori.cli;

import java.nio.file.Path;

/**
 * How this program was called and where its folders are, so that what it prints can be typed as it stands. The scripts that start it say
 * both; a jar that is started by hand says neither.
 */
final class Program {

    /** Set by the scripts: what was typed to call them. */
    static final String NAME = "sekimori.command";

    private Program() {}

    /** What to type before a command's name. */
    static String name() {
        return System.getProperty(NAME, "./sekimori");
    }

    /** A file of the source tree, as it can be typed from the current folder. */
    static String file(String inTree) {
        String name = name();
        int end = name.lastIndexOf('/');
        return end < 0 || name.equals("./sekimori")
                ? inTree
                : Path.of(name.substring(0, end)).resolve(inTree).toString();
    }
}
