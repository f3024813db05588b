package org.sekimori.cli.up;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.sekimori.api.server.ManagementConnector;
import org.sekimori.cli.support.LocalServiceRegistry;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.follow.delivery.LogFollowers;
import org.sekimori.geo.GeoStatus;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.milter.MilterServer;
import org.sekimori.intake.postfix.PostfixPolicyServer;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.server.BrokerEndpoint;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.server.Installation;
import org.sekimori.server.SekimoriProperties;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.text.CountPhrase;
import org.sekimori.web.staff.StaffDirectory;
import org.springframework.context.ApplicationContext;

/** Banner of a started service: a line for each port, and commands to try. */
final class StartupBanner {

    private StartupBanner() {}

    static ServiceEndpoints address(ApplicationContext context, int httpPort) {
        SekimoriProperties settings = context.getBean(SekimoriProperties.class);
        return new ServiceEndpoints(
                ProcessHandle.current().pid(),
                "http://127.0.0.1:" + httpPort,
                context.getBean(BrokerEndpoint.class).bootstrapServers(),
                settings.kafka().prefix(),
                literal(context.getBean(PostfixPolicyServer.class).address()),
                settings.home(),
                Path.of("").toAbsolutePath().toString());
    }

    static void print(ApplicationContext context, ServiceEndpoints address, long millis, boolean demo) {
        PrintStream out = System.out;
        SekimoriProperties settings = context.getBean(SekimoriProperties.class);
        RulebookAdmin.RulebookState rules = context.getBean(RulebookAdmin.class).state();
        BrokerEndpoint log = context.getBean(BrokerEndpoint.class);
        DomainPolicies policies = rules.rulebook().policies();
        out.printf("Sekimori is up after %.1f s.%n%n", millis / 1000.0);
        out.printf("  Postfix   %-28s check_policy_service inet:%s%n", address.policy(), address.policy());
        context.getBeanProvider(MilterServer.class).ifAvailable(milter -> {
            String where = literal(milter.address());
            out.printf("  Milter    %-28s smtpd_milters = inet:%s%n", where, where);
        });
        out.printf("  HTTP      %-28s described at /docs%n", address.http());
        out.printf("  Console   %-28s %s%n", address.http() + "/console/", consoleUser(context, demo));
        String management = context.getBean(ManagementConnector.class).address();
        out.printf(
                "  Health    %-28s /actuator/health, /actuator/prometheus%n",
                management.isEmpty() ? address.http() : management);
        out.printf(
                "  Kafka     %-28s %s; publish to %sinbox%n",
                address.kafka(), log.embedded() ? "embedded, log in " + settings.data() : "yours", address.prefix());
        context.getBean(PublisherRegistry.class).describeTrust().forEach(who -> out.printf("  Trusts    %s%n", who));
        context.getBean(LogFollowers.class)
                .status()
                .forEach(one -> out.printf("  Follows   %-28s %s%n", one.name(), one.source()));
        out.printf(
                "  Rulebook  %-28s %s%s%n",
                rules.rulebook().id(),
                CountPhrase.of(rules.rulebook().specs().size(), "rule"),
                rules.refused() == null ? "" : "; the one in " + settings.rules() + " is REFUSED, see above");
        out.printf(
                "  GeoIP     %s%n",
                geo(context.getBean(OriginResolver.class).status().country()));
        out.printf("  API key   %s%n%n", settings.data().resolve(Path.of("keys", "local.key")));
        if (policies.defaults().observing()) {
            out.println("Observing only: no home country is named, so nothing is refused. Name it in "
                    + settings.rules().resolve(DomainPolicies.FILE) + ", or start with --home JP.");
        } else {
            out.println("Home is " + String.join(" ", policies.defaults().home())
                    + ": submission from elsewhere is refused without a travel grant.");
        }
        if (!demo) {
            policies.unset()
                    .forEach((domain, keys) -> out.println("Warning: " + String.join(", ", keys) + " of "
                            + (domain.isEmpty() ? "the defaults" : domain) + " are empty in "
                            + settings.rules().resolve(DomainPolicies.FILE)
                            + ": whoever is refused reads general words that lead nowhere."));
        }
        if (!demo) {
            String command = Installation.commandName();
            String data = options(settings);
            out.println();
            out.println("Try next, in another terminal:");
            out.println("  " + Installation.file("docs/examples/events.sh") + " | " + command + " publish -" + data);
            out.println("  " + command + " grant open alice@isp.example --country DE" + data);
            out.println("  " + command + " grant list" + data);
        }
        out.println();
        out.flush();
    }

    /**
     * The password stands in a file that only the owner reads, until it is changed; here only if a person reads it, since the output of a
     * service goes to the journal or to a container's log.
     */
    private static String consoleUser(ApplicationContext context, boolean demo) {
        StaffDirectory staff = context.getBean(StaffDirectory.class);
        if (!staff.isLocal()) {
            return "log-in by the identity provider only";
        }
        String password = staff.firstPassword();
        return password == null
                ? CountPhrase.of(staff.all().size(), "user") + "; more with ./sekimori staff add"
                : "user " + StaffDirectory.firstName() + ", one-time password "
                        + (demo || System.console() != null ? password : "in " + firstPasswordFile(context));
    }

    private static Path firstPasswordFile(ApplicationContext context) {
        return context.getBean(SekimoriProperties.class).data().resolve("keys").resolve(StaffDirectory.FIRST_PASSWORD);
    }

    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Options that commands need to find this service; empty if it is the user's only one. */
    static String options(SekimoriProperties settings) {
        boolean alone = LocalServiceRegistry.all().size() == 1
                && EmptyEnvironmentVariables.isEmpty(System.getenv("SEKIMORI_DATA"));
        return alone ? "" : " --data " + settings.data();
    }

    private static String geo(GeoStatus.Database database) {
        String built = database.built() == null ? "" : " of " + database.built();
        return database.type()
                + built
                + (database.starter() ? ", ships with Sekimori; newer: ./sekimori geo refresh" : "");
    }
}
