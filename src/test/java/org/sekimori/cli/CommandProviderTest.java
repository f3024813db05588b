package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The commands of the program, with and without those of the lab. */
class CommandProviderTest {

    private static final List<String> ALL = List.of(
            "up",
            "connect",
            "publish",
            "import",
            "decide",
            "follow",
            "grant",
            "home",
            "account",
            "hold",
            "list",
            "case",
            "misjudged",
            "where",
            "geo",
            "search",
            "why",
            "rollout",
            "rules",
            "staff",
            "my",
            "broker",
            "bench",
            "simulate",
            "evaluate",
            "backtest",
            "dashboards",
            "help",
            "lab");

    @Test
    void commandsOfTheLabStandWhereUsersKnowThem() {
        assertThat(Sekimori.commandLine().getSubcommands().keySet()).containsExactlyElementsOf(ALL);
    }

    /** The program in a class loader that finds no class and no resource of the lab. */
    @Test
    void withoutTheLabEverythingElseIsThere() throws Exception {
        List<String> own = ALL.stream()
                .filter(name -> !Set.of("bench", "simulate", "evaluate", "backtest", "lab")
                        .contains(name))
                .toList();
        try (WithoutLab loader = new WithoutLab()) {
            Object line = loader.loadClass(Sekimori.class.getName())
                    .getMethod("commandLine")
                    .invoke(null);
            Object commands = line.getClass().getMethod("getSubcommands").invoke(line);
            assertThat(((Map<?, ?>) commands).keySet()).hasToString(own.toString());
        }
    }

    private static final class WithoutLab extends URLClassLoader {

        private static final URL CLASSES =
                Sekimori.class.getProtectionDomain().getCodeSource().getLocation();

        WithoutLab() {
            super(new URL[] {CLASSES}, CommandProviderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.sekimori.lab.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith("org.sekimori.")) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : findClass(name);
                }
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/services/org.sekimori.")
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
