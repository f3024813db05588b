package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.EmptyPropertyDefaultsTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Where publishers are listed. */
class PublishersPropertyTest {

    private static final ApplicationContextRunner RUNNER =
            new ApplicationContextRunner().withUserConfiguration(EmptyPropertyDefaultsTest.Bound.class);

    @Test
    void withoutAWordItIsTheFileBesideTheOtherSettingsThatNeedNotBeThere() {
        RUNNER.run(
                context -> assertThat(context.getBean(SekimoriProperties.class).publishersFile())
                        .isEqualTo(Path.of("config/publishers.yml")));
    }

    /** Otherwise a misspelt name would leave open what its author meant to close. */
    @Test
    void aFileThatIsNamedAndNotThereStopsTheStart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("publishers.yml");
        RUNNER.withPropertyValues("sekimori.publishers=" + file).run(context -> {
            SekimoriProperties settings = context.getBean(SekimoriProperties.class);
            assertThatThrownBy(settings::publishersFile)
                    .isInstanceOf(UserFacingException.class)
                    .hasMessageContaining("sekimori.publishers names " + file);
            Files.writeString(file, "publishers: []\n");
            assertThat(settings.publishersFile()).isEqualTo(file);
        });
    }
}
