package org.sekimori.cli.accounts;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.mail.Account;
import org.sekimori.server.UserFacingException;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.my.link.PortalKeyFile;
import org.sekimori.web.my.link.PortalKeys;
import org.sekimori.web.my.link.PortalTokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The traveller's page, for those who set it up. */
@Command(
        name = "my",
        mixinStandardHelpOptions = true,
        description = "Try the page on which customers switch sending from abroad on.",
        footer = {"", "Example:  ./sekimori my link hanako@isp.example"},
        subcommands = MyCommands.Link.class)
public final class MyCommands {

    /** Where the demo keeps its key. */
    public static final String KEYS = "portal.keys";

    /** Makes a link as the portal makes it. */
    @Command(
            name = "link",
            mixinStandardHelpOptions = true,
            description = "Print a link that opens the page of a customer once, as the provider's portal makes it.",
            footer = {
                "",
                "Example:  ./sekimori my link hanako@isp.example --keys /etc/sekimori/portal.keys --language ja"
            })
    static final class Link implements Callable<Integer> {

        /** Short enough for every setting of the service. */
        private static final Duration LIFE = Duration.ofSeconds(30);

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private final ServiceOptions service = new ServiceOptions();

        @Parameters(arity = "1..20", paramLabel = "ACCOUNT", description = "Mailboxes of one log-in.")
        private List<String> accounts = new ArrayList<>();

        @Option(
                names = "--keys",
                paramLabel = "FILE",
                description = "File with the portal's keys. Default: keys/portal.keys in the service's data folder.")
        private @Nullable Path keys;

        @Option(names = "--language", paramLabel = "LANG", description = "Language of the page: ja or en.")
        private @Nullable String language;

        @Option(names = "--zone", paramLabel = "ZONE", description = "Time zone of the place, such as Europe/Berlin.")
        private @Nullable String zone;

        @Option(
                names = "--life",
                paramLabel = "SECONDS",
                defaultValue = "30",
                description = "How long the link is good, at most sekimori.my.link-life. Default: 30")
        private long life = LIFE.toSeconds();

        @Override
        public Integer call() {
            Path file = keys == null ? service.folder().resolve("keys").resolve(KEYS) : keys;
            PortalTokens tokens = tokens(file);
            CustomerLogin login = new CustomerLogin(
                    accounts.get(0),
                    accounts.stream()
                            .map(Account.LoginNormalizer.PLAIN::account)
                            .toList(),
                    language == null ? null : Locale.forLanguageTag(language),
                    place());
            PrintWriter out = spec.commandLine().getOut();
            out.println(service.find().http() + "/my/enter?token="
                    + tokens.write(login, Clock.systemUTC().instant()));
            out.flush();
            return 0;
        }

        private PortalTokens tokens(Path file) {
            try {
                PortalKeys read = PortalKeyFile.read(file);
                return new PortalTokens(() -> read, Duration.ofSeconds(life), Account.LoginNormalizer.PLAIN);
            } catch (IOException e) {
                throw new UserFacingException("the file with the portal's keys, " + file
                        + ", cannot be read; name it with --keys (docs/portal.md says how it is made)");
            } catch (IllegalArgumentException e) {
                throw new UserFacingException(file + ": " + e.getMessage());
            }
        }

        private @Nullable ZoneId place() {
            try {
                return zone == null ? null : ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new UserFacingException("--zone must be a time zone such as Europe/Berlin, not '" + zone + "'");
            }
        }
    }
}
