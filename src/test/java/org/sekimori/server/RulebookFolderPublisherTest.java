package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.stream.rulebook.RulebookAdmin;

/** A folder that is away for a moment changes nothing, is said once, and is as before when it is back. */
class RulebookFolderPublisherTest {

    private final List<String> calls = new ArrayList<>();

    private RulebookAdmin admin() {
        return (RulebookAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RulebookAdmin.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return null;
                });
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (Path file : walk.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void aFolderThatVanishesAndComesBackIsComplainedOfOnceAndForgiven(@TempDir Path data)
            throws IOException, RulebookException {
        Path rules = data.resolve("rules");
        copy(Path.of("rules"), rules);
        RulebookFolder folder = new RulebookFolder(rules, List.of("JP"), data.resolve("rulebook.seen"));
        RulebookFolderPublisher watch =
                new RulebookFolderPublisher(folder, admin(), folder.read().id());

        Path away = Files.move(rules, data.resolve("away"));
        watch.poll();
        watch.poll();
        Files.createFile(rules);
        watch.poll();
        Files.delete(rules);
        assertThat(calls).containsExactly("recordRefusal");

        Files.move(away, rules);
        watch.poll();
        watch.poll();
        assertThat(calls).containsExactly("recordRefusal", "withdrawRefusal");
    }
}
