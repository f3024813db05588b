package org.sekimori.cli.geo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.LocalServiceRegistry;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Resolves an address and explains the result. */
@Command(
        name = "where",
        mixinStandardHelpOptions = true,
        description = {
            "Say where an address is and what says so: country, network, autonomous system, database, override, relay or tunnel.",
            "The running service is asked. Where none runs, the lists and databases in the folders answer."
        },
        footer = {
            "",
            "Example:  ./sekimori where 2001:268:9000::1",
            "          ./sekimori where 91.10.20.30 --account alice@isp.example    # and what the rules would say to her"
        })
public final class WhereCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ADDRESS", description = "IPv4 or IPv6.")
    @SuppressWarnings("NullAway.Init")
    private String address;

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            description = "Ask the rules, too, what they would say to this account if it submitted from there now.")
    private @Nullable String account;

    @Option(
            names = "--name",
            paramLabel = "HOST",
            description = "Host name of the address that the mail server verified, for relays that are known by it.")
    private @Nullable String name;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "Where no service runs: folder whose networks/ has relays and overrides. Default: rules",
            defaultValue = "rules")
    @SuppressWarnings("NullAway.Init")
    private Path rules;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServiceEndpoints running = running();
        JsonNode answer = running == null ? fromFiles() : fromService();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            OriginText.print(out, answer, running == null);
        }
        out.flush();
        return 0;
    }

    private @Nullable ServiceEndpoints running() {
        try {
            return service.find();
        } catch (UserFacingException none) {
            if (account != null || LocalServiceRegistry.all().size() > 1) {
                throw none;
            }
            return null;
        }
    }

    private JsonNode fromService() {
        String path = "/v1/where?address=" + ApiClient.part(address)
                + (name == null ? "" : "&name=" + ApiClient.part(name))
                + (account == null ? "" : "&account=" + ApiClient.part(account));
        return new ApiClient(service).get(path);
    }

    private JsonNode fromFiles() {
        OriginResolver origins;
        try {
            origins = OriginResolver.open(
                    GeoFiles.under(rules, variable("SEKIMORI_GEO_COUNTRY"), variable("SEKIMORI_GEO_ASN"))
                            .with(variable("SEKIMORI_GEO_ANONYMOUS"), variable("SEKIMORI_GEO_CONNECTION"))
                            .refreshedUnder(service.dataFolder()),
                    Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
        try {
            return JsonMapper.shared()
                    .valueToTree(origins.explain(address, name).fields(LocalDate.now(ZoneOffset.UTC)));
        } catch (IllegalArgumentException e) {
            throw new UserFacingException("address: " + e.getMessage() + "; give an IPv4 or IPv6 address");
        }
    }

    private static @Nullable Path variable(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : Path.of(value.strip());
    }
}
