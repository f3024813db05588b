package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cli.dashboards.ElasticsearchOptions;
import org.sekimori.cli.dashboards.KibanaOptions;
import org.sekimori.rig.LongRun;
import org.sekimori.server.EmptyPropertyDefaults;
import org.sekimori.server.FeatureConditions;
import org.sekimori.server.NoticeProperties;
import org.sekimori.server.SekimoriProperties;
import org.sekimori.server.ServerConfiguration;
import org.sekimori.server.StartupFailureAnalyzer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Empty means off: a setting without a value is the same as none. */
public class EmptyPropertyDefaultsTest {

    /** Without the environment of this process: what is set there is no default. */
    private static final ApplicationContextRunner RUNNER = new ApplicationContextRunner()
            .withUserConfiguration(Bound.class)
            .withInitializer(context -> context.getEnvironment()
                    .getPropertySources()
                    .remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SekimoriProperties.class)
    public static class Bound {
        @Bean
        static EmptyPropertyDefaults emptyProperties() {
            return ServerConfiguration.emptyPropertyDefaults();
        }

        @Bean
        @Conditional(FeatureConditions.Elasticsearch.class)
        String archive() {
            return "archive";
        }

        @Bean
        @Conditional(FeatureConditions.WatchRules.class)
        Integer watch() {
            return 1;
        }
    }

    /** Names of all properties, those with properties of their own included. */
    static List<String> properties() {
        List<String> names = new ArrayList<>();
        add("sekimori", SekimoriProperties.class, names);
        assertThat(names).hasSizeGreaterThan(40).contains("sekimori.elasticsearch.url", "sekimori.kafka.client");
        return names;
    }

    /** Names of the properties that are files or folders, those of webhooks included. */
    public static List<String> files() {
        List<String> names = new ArrayList<>();
        addFiles("sekimori", SekimoriProperties.class, names);
        addFiles("sekimori.notices.webhooks[]", NoticeProperties.Receiver.class, names);
        return names;
    }

    private static void addFiles(String prefix, Class<?> type, List<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            if (component.getType().equals(java.nio.file.Path.class)) {
                names.add(name);
            } else if (component.getType().isRecord()) {
                addFiles(name, component.getType(), names);
            }
        }
    }

    private static void add(String prefix, Class<?> type, List<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            names.add(name);
            if (component.getType().isRecord()) {
                add(name, component.getType(), names);
            }
        }
    }

    /** Bound once, since each property is compared with it. */
    private static final class Defaults {
        private static final SekimoriProperties BOUND = bind();

        private static SekimoriProperties bind() {
            SekimoriProperties[] settings = new SekimoriProperties[1];
            RUNNER.run(context -> settings[0] = context.getBean(SekimoriProperties.class));
            return settings[0];
        }
    }

    private static SekimoriProperties defaults() {
        return Defaults.BOUND;
    }

    /** A few at a time, so that one hides no other; one by one in the long run, with blanks as well. */
    static Stream<List<String>> someProperties() {
        List<String> all = properties();
        int each = LongRun.size(8, 1);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + each)
                .mapToObj(from -> all.subList(from, Math.min(from + each, all.size())));
    }

    @ParameterizedTest
    @MethodSource("someProperties")
    void aPropertyWithoutAValueHasItsDefault(List<String> names) {
        SekimoriProperties defaults = defaults();
        for (String nothing : LongRun.is() ? List.of("", "  ") : List.of("")) {
            String[] values = names.stream().map(name -> name + "=" + nothing).toArray(String[]::new);
            RUNNER.withPropertyValues(values).run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(SekimoriProperties.class)).isEqualTo(defaults);
                assertThat(context).doesNotHaveBean("archive").doesNotHaveBean("watch");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void allPropertiesWithoutAValueAreTheDefaults(String blanks) {
        SekimoriProperties defaults = defaults();
        String[] nothing =
                properties().stream().map(name -> name + "=" + blanks).toArray(String[]::new);
        RUNNER.withPropertyValues(nothing)
                .withPropertyValues("sekimori.kafka.client.ssl.truststore.location=" + blanks)
                .run(context ->
                        assertThat(context.getBean(SekimoriProperties.class)).isEqualTo(defaults));
    }

    @Test
    void aPropertyWithAValueStillCounts() {
        RUNNER.withPropertyValues("sekimori.elasticsearch.url=http://127.0.0.1:9200", "sekimori.watch-rules=true")
                .run(context -> {
                    assertThat(context).hasBean("archive").hasBean("watch");
                    assertThat(context.getBean(SekimoriProperties.class).watchRules())
                            .isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "off", "0", "false"})
    void aSwitchThatIsOffIsOff(String word) {
        RUNNER.withPropertyValues("sekimori.watch-rules=" + word).run(context -> {
            assertThat(context).doesNotHaveBean("watch");
            assertThat(context.getBean(SekimoriProperties.class).watchRules()).isFalse();
        });
    }

    @Test
    void aWrongValueIsStillNamedWithItsProperty() {
        RUNNER.withPropertyValues("sekimori.postfix.deadline=soon").run(context -> assertThat(
                        StartupFailureAnalyzer.of(Objects.requireNonNull(context.getStartupFailure())))
                .contains("sekimori.postfix.deadline", "soon"));
    }

    /** As Compose and systemd hand them on. */
    @Test
    void emptyVariablesAreNotSetAndLeaveFilesAndDefaultsAsTheyAre() {
        Map<String, Object> variables = new HashMap<>();
        properties()
                .forEach(name -> variables.put(
                        name.toUpperCase(java.util.Locale.ROOT).replace("-", "").replace('.', '_'), ""));
        variables.put("SEKIMORI_GEO_COUNTRY", " ");
        variables.put("SERVER_ADDRESS", "");
        variables.put("SERVER_PORT", "");
        variables.put("MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "");
        variables.put("SEKIMORI_POSTFIX_PORT", "10032");
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
        SpringApplication application = new SpringApplication(Bound.class);
        application.setWebApplicationType(org.springframework.boot.WebApplicationType.NONE);
        application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
        application.setEnvironment(environment);

        try (ConfigurableApplicationContext context = application.run()) {
            SekimoriProperties settings = context.getBean(SekimoriProperties.class);
            assertThat(settings.postfix().port()).isEqualTo(10032);
            assertThat(settings.geo()).isEqualTo(defaults().geo());
            assertThat(settings.elasticsearch()).isEqualTo(defaults().elasticsearch());
            assertThat(context.getEnvironment().getProperty("server.address", InetAddress.class))
                    .as("an empty address would be every interface")
                    .isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(context.getEnvironment().getProperty("server.port")).isEqualTo("8080");
        }
    }

    @Test
    void commandsTakeEmptyVariablesForNone() throws Exception {
        assertThat(new ElasticsearchOptions().install(variable -> "", false))
                .singleElement()
                .asString()
                .contains("left out, no Elasticsearch is named");
        assertThat(new KibanaOptions().address(variable -> "").url()).isEqualTo("http://127.0.0.1:5601");
        assertThat(new KibanaOptions()
                        .address(variable -> "https://kibana.example/")
                        .url())
                .isEqualTo("https://kibana.example");
    }
}
