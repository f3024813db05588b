package org.sekimori.cli.up;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.accounts.MyCommands;
import org.sekimori.cli.support.LocalServiceRegistry;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.intake.event.EventReader;
import org.sekimori.server.ConfiguredFilesCheck;
import org.sekimori.server.DataFolderCheck;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.server.HeapCheck;
import org.sekimori.server.Installation;
import org.sekimori.server.KafkaRetryLogFilter;
import org.sekimori.server.SekimoriApplication;
import org.sekimori.server.SekimoriProperties;
import org.sekimori.server.StartupFailureAnalyzer;
import org.sekimori.server.StartupMessages;
import org.sekimori.server.UserFacingException;
import org.sekimori.web.my.link.PortalKeyFile;
import org.sekimori.web.my.link.PortalTokens;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the service. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start the service: broker, rules, and all ports on loopback.",
        footer = {
            "",
            "Example:  ./sekimori up --demo      a story of about a minute, Japan as home",
            "          ./sekimori up --home JP   refuse mail from elsewhere without a grant",
            "",
            "Everything can be set as a variable too: SEKIMORI_POSTFIX_DEADLINE=2s, SEKIMORI_GEO_COUNTRY=FILE, ..."
        })
public final class UpCommand implements Callable<Integer> {

    /** Not an exit code: the service runs on. */
    public static final int STAYS_UP = -1;

    /** Where Spring looks for application.yml, with another folder than the current one. */
    private static final String FILES = "optional:file:%1$s/,optional:file:%1$s/config/,optional:file:%1$s/config/*/";

    @Option(
            names = "--demo",
            description = "Play a story of a small provider in Japan. Its data is kept apart, in data/demo.")
    private boolean demo;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the service's data. Default: data beside the command.")
    private @Nullable Path data;

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "Folder of the rulebook. Default: rules beside the command.")
    private @Nullable Path rules;

    @Option(names = "--watch-rules", description = "Publish the rulebook's folder whenever it changes.")
    private boolean watchRules;

    @Option(
            names = "--home",
            split = ",",
            paramLabel = "CC",
            description = "Home countries, such as JP. Without any the service only observes.")
    private List<String> home = List.of();

    @Option(names = "--port", paramLabel = "PORT", description = "HTTP port on loopback. Default: 8080")
    private @Nullable Integer port;

    @Option(names = "--policy-port", paramLabel = "PORT", description = "Port for Postfix on loopback. Default: 10031")
    private @Nullable Integer policyPort;

    @Option(
            names = "--milter-port",
            paramLabel = "PORT",
            description =
                    "Port on loopback for milter connections of Postfix and Sendmail, such as 10032. Default: none")
    private @Nullable Integer milterPort;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Port of the embedded broker. Default: 9092")
    private @Nullable Integer kafkaPort;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Use these brokers instead of an embedded one, such as another instance's.")
    private @Nullable String kafka;

    @Option(
            names = "--replace-key",
            split = ",",
            paramLabel = "FINGERPRINT",
            description =
                    "Put this instance's shared key in the place of the log's with this fingerprint, for all instances.")
    private List<String> replaceKeys = List.of();

    @Option(names = "--demo-pace", paramLabel = "MS", hidden = true, description = "Time to read a line of the demo.")
    private int pace = 2_500;

    @Override
    public Integer call() {
        HeapCheck.require();
        if (data == null && !demo && EmptyEnvironmentVariables.isEmpty(System.getenv("SEKIMORI_DATA"))) {
            Installation.requireOneDataFolder();
        }
        ConfiguredFilesCheck.requireConfiguration(Path.of(""));
        StartupMessages.print("Starting Sekimori" + (demo ? " for a demo" : "") + ":");
        SpringApplication application = new SpringApplication(SekimoriApplication.class);
        application.addListeners(new DataFolderCheck());
        application.addInitializers(context -> KafkaRetryLogFilter.install());
        application.setDefaultProperties(allDefaults());
        application.setRegisterShutdownHook(true);
        application.setLogStartupInfo(false);
        application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
        long started = System.nanoTime();
        ConfigurableApplicationContext context = run(application, arguments());
        SekimoriProperties settings = context.getBean(SekimoriProperties.class);
        ServiceEndpoints address = StartupBanner.address(context, httpPort(context));
        address.write(settings.data());
        LocalServiceRegistry.add(settings.data());
        context.addApplicationListener(event -> {
            if (event instanceof org.springframework.context.event.ContextClosedEvent) {
                LocalServiceRegistry.remove(settings.data());
                ServiceEndpoints.remove(settings.data());
            }
        });
        StartupBanner.print(context, address, (System.nanoTime() - started) / 1_000_000, demo);
        if (demo) {
            DemoPlayer.play(
                    address,
                    settings.data(),
                    context.getBean(EventReader.class),
                    context.getBean(PortalTokens.class),
                    context::isActive,
                    StartupBanner.options(settings),
                    Duration.ofMillis(pace));
        }
        return STAYS_UP;
    }

    private static int httpPort(ConfigurableApplicationContext context) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return Integer.parseInt(port);
    }

    /** Options of the command line, passed on as arguments, because they override files and variables. */
    private String[] arguments() {
        List<String> arguments = new ArrayList<>();
        add(
                arguments,
                "sekimori.data",
                data == null && demo ? Installation.folder("data").resolve("demo") : data);
        add(arguments, "sekimori.rules", rules);
        add(arguments, "sekimori.home", home.isEmpty() && demo ? "JP" : String.join(",", home));
        add(arguments, "sekimori.watch-rules", watchRules ? "true" : null);
        add(arguments, "server.port", port);
        add(arguments, "sekimori.postfix.port", policyPort);
        add(arguments, "sekimori.milter.port", milterPort);
        add(arguments, "sekimori.kafka.port", kafkaPort);
        add(arguments, "sekimori.kafka.bootstrap-servers", kafka);
        add(arguments, "sekimori.replace-keys", String.join(",", replaceKeys));
        return arguments.toArray(new String[0]);
    }

    /** Those of every service, and in a demo the key of its portal, whose link opens the traveller's page. */
    private Map<String, Object> allDefaults() {
        Map<String, Object> all = new HashMap<>(defaults());
        if (demo) {
            Path keys = (data == null ? Installation.folder("data").resolve("demo") : data)
                    .resolve("keys")
                    .resolve(MyCommands.KEYS);
            try {
                PortalKeyFile.createIfMissing(keys, "demo");
                all.put("sekimori.my.portal-keys", keys.toString());
                all.put("sekimori.my.link-life", "15m");
            } catch (IOException e) {
                throw new UserFacingException("the demo cannot make its key " + keys + ": " + e.getMessage());
            }
        }
        return all;
    }

    /** Defaults below files and variables. */
    private static Map<String, Object> defaults() {
        if (Installation.usesCurrentFolder()) {
            return Map.of();
        }
        return Map.of(
                "sekimori.data", Installation.folder("data").toString(),
                "sekimori.rules", Installation.folder("rules").toString(),
                "spring.config.location", "optional:classpath:/," + FILES.formatted(Installation.folder("")));
    }

    private static void add(List<String> arguments, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            arguments.add("--" + name + "=" + value);
        }
    }

    private static ConfigurableApplicationContext run(SpringApplication application, String[] arguments) {
        // Spring logs each failure with its stack, also before it has read that it should not.
        LoggingSystem.get(UpCommand.class.getClassLoader())
                .setLogLevel(SpringApplication.class.getName(), LogLevel.OFF);
        try {
            return application.run(arguments);
        } catch (RuntimeException e) {
            String problem = StartupFailureAnalyzer.of(e);
            throw problem == null ? e : new UserFacingException(problem);
        }
    }
}
