package org.sekimori.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyClientTest {

    private ScriptedPolicyServer server;
    private PolicyClient client;

    @BeforeEach
    void connect() throws IOException {
        server = new ScriptedPolicyServer(0);
        server.answer(request -> "550 5.7.1 " + request.get("sasl_username"));
        client = PolicyClient.connect("127.0.0.1", server.port());
    }

    @AfterEach
    void hangUp() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void manyRequestsGoOverOneConnection() {
        assertThat(client.ask(Map.of("sasl_username", "a=b@isp.example"))).isEqualTo("550 5.7.1 a=b@isp.example");
        assertThat(client.ask(Map.of("sasl_username", "佐藤@jp.example"))).isEqualTo("550 5.7.1 佐藤@jp.example");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        assertThat(client.pipeline(List.of(Map.of("sasl_username", "a"), Map.of("sasl_username", "b"))))
                .containsExactly("550 5.7.1 a", "550 5.7.1 b");
        assertThat(server.requests())
                .extracting(request -> request.get("instance"))
                .doesNotHaveDuplicates();
    }

    @Test
    void rawBytesGoAsTheyAre() {
        client.send("sasl_username=c\n".getBytes(UTF_8));
        client.send("\n".getBytes(UTF_8));

        assertThat(client.readAction()).isEqualTo("550 5.7.1 c");
        assertThat(server.requests()).containsExactly(Map.of("sasl_username", "c"));
    }

    @Test
    void aServerThatHangsUpIsSeen() throws IOException {
        assertThat(client.closedByServerWithin(Duration.ofMillis(50))).isFalse();

        client.ask(Map.of());
        server.close();

        assertThat(client.closedByServerWithin(Duration.ofSeconds(5))).isTrue();
        assertThatThrownBy(client::readAction).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aRequestHasTheAttributesOfPostfix() {
        assertThat(PostfixRequestAttributes.attributes(Map.of())).hasSize(29);
        assertThat(PostfixRequestAttributes.attributes(Map.of("new_one", "x")).keySet())
                .hasSize(30)
                .last()
                .isEqualTo("new_one");
    }
}
