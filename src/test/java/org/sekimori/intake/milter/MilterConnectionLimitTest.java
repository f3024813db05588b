package org.sekimori.intake.milter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections over sockets: those beyond the bound are closed, the others are served, and one that ends makes room. */
class MilterConnectionLimitTest {

    private static final int MOST = 8;

    private final MilterFixture milter = new MilterFixture();
    private final MilterServer server = milter.listen(Duration.ofSeconds(30), MOST);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.address().getPort());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    /** Sends the options; whether the milter answers with its own, and does not hang up. */
    private static boolean served(Socket socket) {
        byte[] offer = ByteBuffer.allocate(12)
                .putInt(6)
                .putInt(MilterConversation.ALL_ACTIONS)
                .putInt(MilterConversation.ALL_STEPS)
                .array();
        try {
            socket.getOutputStream().write(MilterConversation.packet('O', offer));
            return next(socket) == 'O';
        } catch (IOException e) {
            return false;
        }
    }

    private static char next(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] packet = in.readNBytes(in.readInt());
        return (char) packet[0];
    }

    @Test
    void connectionsBeyondTheBoundAreClosedAndTheOthersAreAnswered() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(served(connect())).isTrue();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(served(connect())).isFalse();
        }
        assertThat(milter.registry
                        .get("sekimori.milter.connections.refused")
                        .counter()
                        .count())
                .isEqualTo(3);

        Socket first = sockets.get(0);
        first.getOutputStream().write(message("4jZ3RH72QGzJHm4"));
        assertThat(next(first)).as("MAIL").isEqualTo('c');
        assertThat(next(first)).as("the end").isEqualTo('a');
        assertThat(milter.last().queueId()).isEqualTo("4jZ3RH72QGzJHm4");

        first.close();
        await().atMost(Duration.ofSeconds(20)).until(() -> served(connect()));
        assertThat(milter.registry.get("sekimori.milter.connections").gauge().value())
                .isEqualTo(MOST);
    }

    private static byte[] message(String queueId) {
        byte[][] packets = {
            MilterConversation.packet('D', MilterConversation.texts("M{auth_type}", "PLAIN", "{auth_authen}", "alice")),
            MilterConversation.packet('M', MilterConversation.texts("<alice@isp.example>")),
            MilterConversation.packet('R', MilterConversation.texts("<bob@example.net>")),
            MilterConversation.packet('D', MilterConversation.texts("Ei", queueId)),
            MilterConversation.packet('E', new byte[0])
        };
        ByteBuffer all = ByteBuffer.allocate(1024);
        for (byte[] packet : packets) {
            all.put(packet);
        }
        byte[] octets = new byte[all.flip().remaining()];
        all.get(octets);
        return octets;
    }
}
