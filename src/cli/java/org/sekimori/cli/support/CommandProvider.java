package org.sekimori.cli.support;

import java.util.List;
import picocli.CommandLine;

/**
 * Adds commands of another module, which depends on this one, to the program. Found by {@link java.util.ServiceLoader}: an installation
 * without the module lacks its commands.
 */
public interface CommandProvider {

    /** The commands, in the order in which the help lists them. */
    List<ProvidedCommand> commands();

    /**
     * A command and its place.
     *
     * @param command with a name in its annotation
     * @param before name of the command before which the help lists it; empty: after all of the program's own
     */
    record ProvidedCommand(CommandLine command, String before) {}
}
