package org.sekimori.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandBatch;
import org.sekimori.cli.CommandBatch.CommandOutput;

/** How a command finds the settings of Kafka's clients that the service has. */
class KafkaClientSettingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private void configured(String text) throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.yml"), text);
    }

    @Test
    void theyAreReadFromTheConfigurationOfTheFolderThatTheServiceWasStartedIn() throws IOException {
        configured("""
                sekimori:
                  kafka:
                    client:
                      security.protocol: SASL_SSL
                      sasl.jaas.config: 'ScramLoginModule required username="sekimori" password="p:w#d";'
                      ssl.truststore.location: config/kafka-ca.pem
                      ssl.keystore.location: /etc/sekimori/keys.p12
                      sasl.mechanism:
                """);

        assertThat(KafkaClientSettings.of(folder).settings())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry(
                        "sasl.jaas.config", "ScramLoginModule required username=\"sekimori\" password=\"p:w#d\";")
                .containsEntry(
                        "ssl.truststore.location",
                        folder.resolve("config/kafka-ca.pem").toString())
                .containsEntry("ssl.keystore.location", "/etc/sekimori/keys.p12")
                .hasSize(4);
    }

    @Test
    void whatTheCommandIsGivenItselfOutdoesThem() throws IOException {
        configured("sekimori.kafka.client.security.protocol: SSL\n");
        System.setProperty("sekimori.kafka.client.security.protocol", "PLAINTEXT");
        try {
            assertThat(KafkaClientSettings.of(folder).settings()).containsEntry("security.protocol", "PLAINTEXT");
        } finally {
            System.clearProperty("sekimori.kafka.client.security.protocol");
        }
    }

    @Test
    void withoutAConfigurationThereAreNone() {
        assertThat(KafkaClientSettings.of(folder).settings()).isEmpty();
        assertThat(KafkaClientSettings.of(folder).unreadable()).isNull();
    }

    /** The file says how it is reached, and no secret. */
    @Test
    void theyAreNotCopiedToWhereTheServiceSaysHowItIsReached() throws IOException {
        configured("sekimori.kafka.client.sasl.jaas.config: password\n");
        ServiceEndpoints running = new ServiceEndpoints(
                ProcessHandle.current().pid(),
                "http://127.0.0.1:1",
                "127.0.0.1:1",
                "sekimori.",
                "127.0.0.1:2",
                java.util.List.of(),
                folder.toString());
        running.write(folder.resolve("data"));

        assertThat(Files.readString(folder.resolve("data/run.properties"))).doesNotContain("password");
        assertThat(ServiceEndpoints.find(folder.resolve("data")).log().client())
                .containsEntry("sasl.jaas.config", "password");
        assertThat(running.log().toString()).doesNotContain("password");
    }

    @Test
    void aConfigurationThatIsNoYamlIsNamed() throws IOException {
        configured("sekimori:\n  kafka: [\n");
        new ServiceEndpoints(
                        ProcessHandle.current().pid(),
                        "http://127.0.0.1:1",
                        "127.0.0.1:1",
                        "sekimori.",
                        "127.0.0.1:2",
                        java.util.List.of(),
                        folder.toString())
                .write(folder.resolve("data"));

        CommandOutput said = CommandBatch.run(
                java.util.Map.of(),
                java.util.List.of(
                        "why", "K7QX-3M2P", "--data", folder.resolve("data").toString()));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text())
                .contains("sekimori: the configuration in " + folder.resolve("config/application.yml")
                        + ":3:1 is not YAML")
                .doesNotContain("\tat ");
    }
}
