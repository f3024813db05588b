package org.sekimori.cli.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.server.ConfiguredFilesCheck;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.text.FileAccessDiagnosis;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Settings of Kafka clients, {@code sekimori.kafka.client.*}, for a command: from its environment and from the service's
 * configuration, by the same library. They are not copied to the service's endpoint file, so that passwords stay in the file that
 * their owner chose.
 *
 * @param settings by Kafka's names; key stores with absolute paths
 * @param unreadable a file that may not be read; null without one
 */
record KafkaClientSettings(
        Map<String, String> settings, @Nullable Path unreadable) {

    private static final String LOCATION = "spring.config.location";

    /** @param folder that the service was started in */
    static KafkaClientSettings of(Path folder) {
        Path unreadable = unreadable(folder);
        if (unreadable == null && nothingIsSet(folder)) {
            return new KafkaClientSettings(Map.of(), null);
        }
        StandardEnvironment environment = new StandardEnvironment();
        EmptyEnvironmentVariables.drop(environment);
        if (unreadable == null) {
            ConfiguredFilesCheck.requireConfiguration(folder);
            if (!environment.containsProperty(LOCATION)) {
                String base = "optional:file:" + folder.toAbsolutePath() + "/";
                environment
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "service", Map.of(LOCATION, base + ";" + base + "config/;" + base + "config/*/")));
            }
            ConfigDataEnvironmentPostProcessor.applyTo(environment);
        }
        Map<String, String> settings = new TreeMap<>(Binder.get(environment)
                .bind("sekimori.kafka.client", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of()));
        settings.values().removeIf(EmptyEnvironmentVariables::isEmpty);
        settings.replaceAll((name, value) -> name.endsWith(".location")
                ? folder.toAbsolutePath().resolve(value).toString()
                : value);
        return new KafkaClientSettings(settings, unreadable);
    }

    /** Whether no setting can exist, by names alone: Spring takes longer than many a command, and most logs need no settings. */
    private static boolean nothingIsSet(Path folder) {
        Stream<String> names =
                Stream.concat(System.getenv().keySet().stream(), System.getProperties().stringPropertyNames().stream());
        if (names.map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[._-]", ""))
                .anyMatch(name -> name.startsWith("sekimorikafkaclient") || name.startsWith("spring"))) {
            return false;
        }
        return noFile(folder, 1) && noFile(folder.resolve("config"), 2);
    }

    private static boolean noFile(Path folder, int depth) {
        if (Files.notExists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.noneMatch(file -> String.valueOf(file.getFileName()).startsWith("application"));
        } catch (IOException | UncheckedIOException e) {
            // Whether there is one is for the library to find out.
            return false;
        }
    }

    private static @Nullable Path unreadable(Path folder) {
        for (Path one : new Path[] {folder, folder.resolve("config")}) {
            if (FileAccessDiagnosis.isUnreadable(one)) {
                return one;
            }
            for (String name : ConfiguredFilesCheck.CONFIGURATION) {
                if (FileAccessDiagnosis.isUnreadable(one.resolve(name))) {
                    return one.resolve(name);
                }
            }
        }
        return null;
    }
}
