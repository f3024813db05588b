package org.sekimori.cli.connect;

import picocli.CommandLine.Command;

/** Connecting mail servers. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        description = "Check how a mail server is connected, and try it.",
        footer = {
            "",
            "Example:  ./sekimori connect check postfix",
            "          ./sekimori connect try --user alice@isp.example",
            "The pages in docs/connect say how each server is connected."
        },
        subcommands = {ConnectCheckCommand.class, ConnectTryCommand.class})
public final class ConnectCommands {}
