package org.sekimori.stream.broker;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/** Writes the markers that end transactions, as a coordinator does. Kafka's own clients can only abort ({@code Admin#abortTransaction}). */
final class TransactionMarkers {

    private static final int PATIENCE_MS = 10_000;

    private TransactionMarkers() {}

    /**
     * Writes the marker of one transaction to one partition.
     *
     * @param port listener of the broker of this process, without encryption, on loopback
     * @throws IOException if the broker refuses it or does not answer
     */
    static void write(int port, HangingTransaction one, TransactionLog.Outcome outcome) throws IOException {
        short version = ApiKeys.WRITE_TXN_MARKERS.latestVersion();
        RequestHeader header = new RequestHeader(ApiKeys.WRITE_TXN_MARKERS, version, "sekimori-repair", 1);
        WriteTxnMarkersRequest request = new WriteTxnMarkersRequest.Builder(List.of(new TxnMarkerEntry(
                        one.producer(),
                        outcome.epoch(),
                        one.coordinatorEpoch(),
                        outcome.commit() ? TransactionResult.COMMIT : TransactionResult.ABORT,
                        List.of(one.partition()),
                        outcome.version())))
                .build(version);
        WriteTxnMarkersResponse response = (WriteTxnMarkersResponse)
                AbstractResponse.parseResponse(exchange(port, request.serializeWithHeader(header)), header);
        Map<TopicPartition, Errors> errors = response.errorsByProducerId().getOrDefault(one.producer(), Map.of());
        Errors error = errors.getOrDefault(one.partition(), Errors.UNKNOWN_SERVER_ERROR);
        if (error != Errors.NONE) {
            throw new IOException("the broker does not take the marker: " + error.message());
        }
    }

    private static ByteBuffer exchange(int port, ByteBuffer request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            ByteBuffer framed = ByteBuffer.allocate(Integer.BYTES + request.remaining());
            framed.putInt(request.remaining()).put(request);
            socket.getOutputStream().write(framed.array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return ByteBuffer.wrap(in.readNBytes(in.readInt()));
        }
    }
}
