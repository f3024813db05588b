package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.cli.rulebook.RulebookFolders;
import org.sekimori.server.Installation;
import org.sekimori.server.SekimoriProperties;
import org.sekimori.server.ServerConfiguration;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which folder is meant. */
class InstallationTest {

    @TempDir
    private Path tree;

    @AfterEach
    void restore() {
        System.clearProperty(Installation.BASE);
    }

    @Test
    void withoutAScriptTheFoldersAreThoseOfTheCurrentFolder() {
        assertThat(Installation.folder("rules")).isEqualTo(Path.of("rules"));
        assertThat(SekimoriProperties.PUBLISHERS).isEqualTo(Path.of(Installation.file("config/publishers.yml")));
    }

    @Test
    void theMainClassThatChildProcessesRunIsTheCommand() throws ClassNotFoundException {
        assertThat(Class.forName(Installation.MAIN_CLASS)).isEqualTo(Sekimori.class);
    }

    @Test
    void theScriptsOwnTreeCountsFromWhereverItIsCalled() throws IOException {
        RulebookFolders.copy(Path.of("rules"), tree.resolve("rules"));
        RulebookFolders.edit(tree.resolve("rules/policy.yml"), "time_zone: UTC", "time_zone: Nowhere/Land");
        System.setProperty(Installation.BASE, tree.toString());

        CommandRun cli = CommandRun.run("rules", "check");

        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out() + cli.err())
                .contains("taking " + tree.resolve("rules") + "; the current folder has rules, too")
                .contains(tree.resolve("rules/policy.yml").toString(), "Nowhere/Land");
    }

    @Test
    void aFolderThatIsTypedIsWhereTheShellIs() {
        System.setProperty(Installation.BASE, tree.toString());
        CommandRun cli = CommandRun.run("rules", "check", "--rules", "no-such-rules");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out() + cli.err()).contains("no-such-rules").doesNotContain(tree.toString(), "taking");
    }

    @Test
    void everyCommandSaysWhereItsFoldersAre() {
        assertThat(CommandRun.run("--help").out())
                .contains("Folders: without --data, --rules", "in the image those of /;");
        assertThat(CommandRun.run("up", "--help").out().replaceAll("\\s+", " "))
                .contains("data beside the command", "rules beside the command");
    }

    @ParameterizedTest
    @CsvSource({
        "../data, ../data",
        "./data, ./data",
        "/srv/mail/data, /srv/mail/data",
        "a/../../b, a/../../b",
        "file:/srv/data, /srv/data",
        "~data, ~data"
    })
    void aPathInAPropertyIsReadAsAShellReadsIt(String written, String read) {
        for (String property : new String[] {"data", "rules", "geo.country", "elasticsearch.ca"}) {
            new WebApplicationContextRunner()
                    .withUserConfiguration(Paths.class)
                    .withPropertyValues("sekimori." + property + "=" + written)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        SekimoriProperties settings = context.getBean(SekimoriProperties.class);
                        assertThat(
                                        switch (property) {
                                            case "data" -> settings.data();
                                            case "rules" -> settings.rules();
                                            case "geo.country" -> settings.geo().country();
                                            default -> settings.elasticsearch().ca();
                                        })
                                .isEqualTo(Path.of(read));
                    });
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SekimoriProperties.class)
    static class Paths {
        @Bean
        static CustomEditorConfigurer paths() {
            return ServerConfiguration.paths();
        }
    }
}
