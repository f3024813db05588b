package org.sekimori.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cli.EmptyPropertyDefaultsTest;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.server.SekimoriProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The compose file, the image and the list of variables, held against each other, the build and what the service can be set to. */
@SuppressWarnings("NullAway.Init")
class DockerComposeTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[-?])?([^}]*)}");

    /** Read by the script that starts Java, not by the service. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("SEKIMORI_HEAP", "SEKIMORI_JAVA_OPTS");

    private static String text;
    private static JsonNode file;

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(Path.of("docker-compose.yml"));
        // SnakeYAML, because Jackson's trees do not merge what `<<` names.
        file = JsonMapper.shared().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    private static Map<String, JsonNode> services() {
        return map(file.path("services"));
    }

    private static JsonNode service(String name) {
        return file.path("services").path(name);
    }

    private static Map<String, JsonNode> map(JsonNode object) {
        Map<String, JsonNode> map = new TreeMap<>();
        object.properties().forEach(property -> map.put(property.getKey(), property.getValue()));
        return map;
    }

    private static List<String> list(JsonNode array) {
        List<String> list = new ArrayList<>();
        array.forEach(one -> list.add(one.asString()));
        return list;
    }

    /** Variables of a service as text. */
    private static Map<String, String> environment(String service) {
        Map<String, String> variables = new TreeMap<>();
        map(service(service).path("environment")).forEach((name, value) -> variables.put(name, value.asString()));
        return variables;
    }

    private static boolean endsByItself(JsonNode service) {
        return service.path("restart").asString("").equals("no");
    }

    private static String property(String name) throws IOException {
        Matcher found =
                Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(Files.readString(Path.of("pom.xml")));
        return found.find() ? found.group(1) : "";
    }

    @Test
    void everyVariableIsInTheExampleAndEveryExampleIsUsed() throws IOException {
        Map<String, String> examples = examples();
        Set<String> used = new TreeSet<>();
        VARIABLE.matcher(text).results().forEach(found -> {
            used.add(found.group(1));
            String example = examples.getOrDefault(found.group(1), "is not in .env.example");
            if (":?".equals(found.group(2))) {
                assertThat(example).as(found.group() + " must be chosen").isEmpty();
            } else {
                assertThat(found.group(2)).as(found.group()).isEqualTo(":-");
                assertThat(example).as(found.group()).isEqualTo(found.group(3));
            }
        });
        assertThat(examples.keySet()).isEqualTo(used);
    }

    /** The variables in their order; fails unless a comment stands before each. */
    private static Map<String, String> examples() throws IOException {
        Map<String, String> examples = new TreeMap<>();
        String before = "";
        for (String line : Files.readAllLines(Path.of(".env.example"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                assertThat(before)
                        .as("the line before " + line)
                        .startsWith("# ")
                        .doesNotStartWith("# ---");
                String[] parts = line.split("=", 2);
                examples.put(parts[0], parts[1]);
            }
            before = line;
        }
        return examples;
    }

    @Test
    void secretsHaveNoDefaultAndAreAskedForWhereverTheyAreUsed() throws IOException {
        Set<String> secrets = examples().keySet().stream()
                .filter(name -> name.endsWith("_PASSWORD") || name.endsWith("_KEY"))
                .collect(Collectors.toSet());
        assertThat(secrets).hasSize(5);
        VARIABLE.matcher(text)
                .results()
                .filter(found -> secrets.contains(found.group(1)))
                .forEach(found -> assertThat(found.group(2)).as(found.group()).isEqualTo(":?"));
        services().keySet().forEach(service -> environment(service).forEach((name, value) -> {
            if ((name.contains("PASSWORD") && !name.endsWith("_FILE")) || name.contains("ENCRYPTIONKEY")) {
                assertThat(value).as(service + " " + name).matches("\\$\\{[A-Z_]+:\\?[^}]+}");
            }
        }));
    }

    @Test
    void versionsAreThoseOfTheBuild() throws IOException {
        assertThat(service("kafka").path("image").asString()).isEqualTo("apache/kafka:" + property("kafka.version"));
        Set<String> stack = services().values().stream()
                .map(service -> service.path("image").asString())
                .filter(image -> image.startsWith("docker.elastic.co/"))
                .map(image -> image.substring(image.indexOf(':') + 1))
                .collect(Collectors.toSet());
        assertThat(stack).hasSize(1);
        assertThat(stack).containsExactly(property("elasticsearch-client.version"));
        Matcher version = Pattern.compile("<artifactId>sekimori</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(service("sekimori").path("image").asString()).isEqualTo("sekimori:" + version.group(1));
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("org.opencontainers.image.version=\"" + version.group(1) + "\"");
    }

    @Test
    void whatStaysUpHasAHealthCheckAndWhatEndsIsNotStartedAgain() {
        services().forEach((name, service) -> {
            if (endsByItself(service)) {
                assertThat(list(service.path("ports"))).as(name).isEmpty();
            } else {
                assertThat(service.path("restart").asString()).as(name).isEqualTo("unless-stopped");
                assertThat(list(service.path("healthcheck").path("test")))
                        .as(name)
                        .isNotEmpty();
            }
            assertThat(service.path("mem_limit").asString("")).as(name).isNotEmpty();
        });
    }

    @Test
    void eachWaitsForWhatItNeeds() {
        services().forEach((name, service) -> map(service.path("depends_on")).forEach((needed, how) -> {
            assertThat(services()).as(name).containsKey(needed);
            String condition = endsByItself(service(needed)) ? "service_completed_successfully" : "service_healthy";
            assertThat(how.path("condition").asString())
                    .as(name + " needs " + needed)
                    .isEqualTo(condition);
        }));
        assertThat(map(service("sekimori").path("depends_on"))).containsOnlyKeys("kafka");
    }

    @Test
    void noPortIsPublishedBeyondThisMachine() {
        Set<String> publishing = new TreeSet<>();
        services().forEach((name, service) -> list(service.path("ports")).forEach(port -> {
            publishing.add(name);
            assertThat(port).as(name).matches("127\\.0\\.0\\.1:\\$\\{[A-Z]+_PORT:-\\d+}:\\d+");
        }));
        assertThat(publishing).containsExactly("kafka", "kibana", "sekimori");
        assertThat(text).doesNotContain("network_mode: host").doesNotContain("privileged: true");
    }

    @Test
    void elasticsearchSpeaksOnlyTlsAndAsksWhoIsThere() {
        assertThat(environment("elasticsearch"))
                .containsEntry("xpack.security.enabled", "true")
                .containsEntry("xpack.security.http.ssl.enabled", "true")
                .containsEntry("xpack.security.transport.ssl.enabled", "true");
        assertThat(environment("kibana"))
                .containsEntry("ELASTICSEARCH_USERNAME", "kibana_system")
                .containsEntry("ELASTICSEARCH_HOSTS", "https://elasticsearch:9200")
                .containsKey("ELASTICSEARCH_SSL_CERTIFICATEAUTHORITIES");
        assertThat(text).doesNotContain("http://elasticsearch");
        assertThat(services().keySet().stream().filter(name -> mounts(name).contains("certificate-authority:/ca")))
                .containsExactly("certificates");
    }

    private static List<String> mounts(String service) {
        return list(service(service).path("volumes"));
    }

    @Test
    void everyVolumeIsDeclaredAndUsedAndEveryFileIsThere() {
        Set<String> used = new TreeSet<>();
        services().keySet().forEach(service -> mounts(service).forEach(mount -> {
            String source = mount.replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1").split(":")[0];
            if (source.startsWith("./")) {
                assertThat(Path.of(source)).as(service).exists();
                assertThat(mount).as(service).endsWith(":ro");
            } else {
                used.add(source);
            }
        }));
        assertThat(used).isEqualTo(map(file.path("volumes")).keySet());
        assertThat(mounts("kafka")).contains("kafka:" + environment("kafka").get("KAFKA_LOG_DIRS"));
    }

    @Test
    void everySettingOfTheServiceExists() throws IOException {
        Set<String> known = new TreeSet<>();
        names("SEKIMORI", SekimoriProperties.class, known);
        Set<String> given = new TreeSet<>();
        services().keySet().forEach(service -> given.addAll(environment(service).keySet()));
        Pattern.compile("SEKIMORI_[A-Z_]+(?==)")
                .matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .forEach(found -> given.add(found.group()));
        given.removeIf(name -> !name.startsWith("SEKIMORI_"));
        assertThat(given).contains("SEKIMORI_POSTFIX_HOST", "SEKIMORI_ELASTICSEARCH_API_KEY_FILE");
        given.removeAll(OF_THE_SCRIPT);
        assertThat(known).containsAll(given);
    }

    /** What has no variable in the compose file, and where it is set instead; whoever adds a setting decides which it is. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("SEKIMORI_DATA", "a place in the image"),
            Map.entry("SEKIMORI_RULES", "a place in the image"),
            Map.entry("SEKIMORI_PUBLISHERS", "/config/publishers.yml"),
            Map.entry("SEKIMORI_WATCH_RULES", "sekimori rules publish"),
            Map.entry("SEKIMORI_REPLACE_KEYS", "docs/production.md, once"),
            Map.entry("SEKIMORI_RULEBOOKS_TRIAL_DEADLINE", "config/application.yml"),
            Map.entry("SEKIMORI_RULEBOOKS_TRIAL_ISOLATION", "config/application.yml"),
            Map.entry("SEKIMORI_RULEBOOKS_VOUCH_FOR", "docs/production.md, once"),
            Map.entry("SEKIMORI_WARM_UP", "there is no embedded broker"),
            Map.entry("SEKIMORI_DISK_FLOOR", "config/application.yml"),
            Map.entry("SEKIMORI_KAFKA_PORT", "there is no embedded broker"),
            Map.entry("SEKIMORI_KAFKA_PREFIX", "config/application.yml"),
            Map.entry("SEKIMORI_KAFKA_PARTITIONS", "config/application.yml"),
            Map.entry("SEKIMORI_KAFKA_REPLICAS", "there is one broker"),
            Map.entry("SEKIMORI_KAFKA_THREADS", "config/application.yml"),
            Map.entry("SEKIMORI_KAFKA_STANDBYS", "there is one instance"),
            Map.entry("SEKIMORI_KAFKA_COMMIT_INTERVAL", "config/application.yml"),
            Map.entry("SEKIMORI_KAFKA_CACHE", "config/application.yml"),
            Map.entry("SEKIMORI_KAFKA_CLIENT", "the broker of the compose file has none"),
            Map.entry("SEKIMORI_POSTFIX_PORT", "published as POLICY_PORT"),
            Map.entry("SEKIMORI_POSTFIX_SUBMISSION_PORTS", "config/application.yml"),
            Map.entry("SEKIMORI_POSTFIX_UTF8_REPLIES", "config/application.yml"),
            Map.entry("SEKIMORI_MILTER_HOST", "all addresses, in the image"),
            Map.entry("SEKIMORI_MILTER_PORT", "docker-compose.override.yml, with its port"),
            Map.entry("SEKIMORI_MILTER_BODY", "config/application.yml"),
            Map.entry("SEKIMORI_AUTH_POLICY_REFUSE", "config/application.yml"),
            Map.entry("SEKIMORI_AUTH_POLICY_PROTOCOLS", "config/application.yml"),
            Map.entry("SEKIMORI_AUTH_POLICY_SUCCESSES", "config/application.yml"),
            Map.entry("SEKIMORI_FOLLOW", "config/application.yml: by name"),
            Map.entry("SEKIMORI_ACCOUNT_SUB_ADDRESS_DELIMITERS", "config/application.yml"),
            Map.entry("SEKIMORI_ACCOUNT_SEPARATORS", "config/application.yml"),
            Map.entry("SEKIMORI_ACCOUNT_DOMAIN_FIRST_SEPARATORS", "config/application.yml"),
            Map.entry("SEKIMORI_EVENTS_LATE_AFTER", "config/application.yml"),
            Map.entry("SEKIMORI_GEO_COUNTRY", "docker-compose.override.yml, with its mount"),
            Map.entry("SEKIMORI_GEO_ASN", "docker-compose.override.yml, with its mount"),
            Map.entry("SEKIMORI_GEO_ANONYMOUS", "docker-compose.override.yml, with its mount"),
            Map.entry("SEKIMORI_GEO_CONNECTION", "docker-compose.override.yml, with its mount"),
            Map.entry("SEKIMORI_GEO_POLL", "config/application.yml"),
            Map.entry("SEKIMORI_NOTICES_SMTP_ENVELOPE_FROM", "config/application.yml"),
            Map.entry("SEKIMORI_NOTICES_CONTACTS_URL", "config/application.yml, with its token"),
            Map.entry("SEKIMORI_NOTICES_CONTACTS_TOKEN_FILE", "config/application.yml, with its address"),
            Map.entry("SEKIMORI_NOTICES_WEBHOOKS", "config/application.yml: a list"),
            Map.entry("SEKIMORI_NEIGHBOURS_ENABLED", "config/application.yml"),
            Map.entry("SEKIMORI_NOTICES_PER_HOUR", "config/application.yml"));

    @Test
    void everySettingIsAVariableOrItIsWrittenDownWhereItIsSet() {
        Set<String> known = new TreeSet<>();
        names("SEKIMORI", SekimoriProperties.class, known);
        known.add("SEKIMORI_POSTFIX_HOST");
        Set<String> offered = new TreeSet<>(environment("sekimori").keySet());
        offered.removeAll(OF_THE_SCRIPT);
        offered.add("SEKIMORI_POSTFIX_HOST");
        Set<String> both = new TreeSet<>(offered);
        both.addAll(ELSEWHERE.keySet());
        assertThat(both).isEqualTo(known);
        assertThat(offered).doesNotContainAnyElementsOf(ELSEWHERE.keySet());
    }

    /** What nobody has filled in is what the service does by itself. */
    @Test
    void theDefaultsOfTheVariablesAreThoseOfTheService() {
        Map<String, Object> variables = new HashMap<>();
        environment("sekimori").forEach((name, value) -> {
            String set = VARIABLE.matcher(value).replaceAll("$3");
            if (!EmptyEnvironmentVariables.isEmpty(set)
                    && VARIABLE.matcher(value).matches()) {
                variables.put(name, set);
            }
        });
        SekimoriProperties defaults = bound(Map.of("SEKIMORI_DATA", "data"));
        SekimoriProperties filled = bound(variables);
        assertThat(variables).containsKey("SEKIMORI_POSTFIX_DEADLINE");
        assertThat(filled).isEqualTo(defaults);
    }

    /** A variable outdoes a file, so one that nobody filled in must not have a value. */
    @Test
    void noticesThatAreSetInTheFileAreNotOutdoneByVariablesThatNobodyFilledIn() {
        assertThat(environment("sekimori"))
                .containsKey("SEKIMORI_NOTICES_SMTP_HOST")
                .allSatisfy((name, value) -> {
                    if (name.startsWith("SEKIMORI_NOTICES_")) {
                        assertThat(value).as(name).endsWith(":-}");
                    }
                });
    }

    /** Secrets in a container are files that its user can read, in a folder that it sees. */
    @Test
    void theFolderOfTheConfigurationIsWhereTheImageLooksForIt() throws IOException {
        assertThat(mounts("sekimori")).contains("${CONFIG_FOLDER:-./config}:/config:ro");
        assertThat(Files.readAllLines(Path.of("Dockerfile"))).contains("WORKDIR /");
        assertThat(SekimoriProperties.PUBLISHERS).isEqualTo(Path.of("config", "publishers.yml"));
        assertThat(service("sekimori").path("read_only").asBoolean()).isTrue();
        assertThat(list(service("sekimori").path("tmpfs")))
                .as("where native libraries are unpacked they must be let run")
                .singleElement()
                .asString()
                .startsWith("/tmp:exec,");
    }

    /** {@code SEKIMORI_KAFKA_BOOTSTRAP_SERVERS} for {@code sekimori.kafka.bootstrap-servers}, and so on. */
    private static void names(String prefix, Class<?> settings, Set<String> names) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = prefix + "_"
                    + component.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                names(name, component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    @Test
    void theVariablesSayWhatTheServiceUnderstands() throws IOException {
        Map<String, Object> variables = new HashMap<>();
        environment("sekimori")
                .forEach((name, value) ->
                        variables.put(name, VARIABLE.matcher(value).replaceAll("$3")));
        Pattern.compile("(SEKIMORI_[A-Z_]+)=(\\S+)")
                .matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .forEach(found -> variables.put(found.group(1), found.group(2)));
        variables.put("SEKIMORI_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL");
        SekimoriProperties settings = bound(variables);
        assertThat(settings.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(settings.kafka().client()).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
        assertThat(settings.postfix().host()).isEqualTo("0.0.0.0");
        assertThat(settings.postfix().deadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.postfix().fallback()).isEqualTo(SekimoriProperties.FallbackMode.PASS);
        assertThat(settings.home()).isEmpty();
        assertThat(settings.account().defaultDomain()).isEmpty();
        variables.put("SEKIMORI_HOME", "JP,KR");
        assertThat(bound(variables).home()).containsExactly("JP", "KR");
    }

    /** An empty variable is the same as none, see {@link EmptyPropertyDefaultsTest}. */
    private static SekimoriProperties bound(Map<String, Object> all) {
        Map<String, Object> variables = new HashMap<>(all);
        variables.values().removeIf(value -> value.toString().isBlank());
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment)
                .bind("sekimori", SekimoriProperties.class)
                .get();
    }

    @Test
    void theImageGivesEachCommandTheJavaThatTheSourceTreeGives() throws IOException {
        List<String> tree = choice(Path.of("sekimori"));
        assertThat(choice(Path.of("src/docker/sekimori"))).isEqualTo(tree).hasSizeGreaterThan(4);
    }

    /** The lines that choose heap and collector. */
    private static List<String> choice(Path script) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean within = false;
        for (String line : Files.readAllLines(script)) {
            within = within ? !line.equals("esac") : line.equals("case \"$kind\" in");
            if (within) {
                lines.add(line);
            }
        }
        return lines;
    }

    @Test
    void theImageIsBuiltFromWhatIsLetIntoItAndRunsAsNobodyInParticular() throws IOException {
        List<String> image = Files.readAllLines(Path.of("Dockerfile"));
        assertThat(image).contains("USER 10001:10001", "STOPSIGNAL SIGTERM", "VOLUME [\"/data\", \"/rules\"]");
        assertThat(image).anyMatch(line -> line.startsWith("HEALTHCHECK ") && line.endsWith("CMD [\"ready\"]"));
        List<String> let = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        image.stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .flatMap(line ->
                        Arrays.stream(line.split(" ")).skip(1).filter(word -> !word.startsWith("--")).toList().stream())
                .filter(source -> !source.startsWith("/") && !source.equals("./"))
                .forEach(source -> {
                    assertThat(Path.of(source)).exists();
                    assertThat(let).anyMatch(path -> Path.of(source).startsWith(path));
                });
        assertThat(Files.readString(Path.of("src/docker/elasticsearch.sh"))).contains("owner=${KEY_OWNER:-10001}");
    }
}
