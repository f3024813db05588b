package org.sekimori.archive;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.FileAccessDiagnosis;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection to Elasticsearch: the official client, and plain requests for what is sent as JSON. */
public final class ElasticsearchConnection implements AutoCloseable {

    /** Storing may take long, and what is given up is sent again. */
    private static final int RESPONSE_SECONDS = 90;

    private final Rest5Client requests;
    private final Rest5ClientTransport transport;

    private ElasticsearchConnection(Rest5Client requests) {
        this.requests = requests;
        transport = new Rest5ClientTransport(requests, new Jackson3JsonpMapper());
    }

    /**
     * Prepares connections; nothing is sent yet.
     *
     * @throws IllegalArgumentException if the file with the key or the one with certificates cannot be used
     */
    static ElasticsearchConnection at(ElasticsearchAddress address) {
        return at(address, RESPONSE_SECONDS);
    }

    /** The same with an own bound on how long an answer may take. */
    public static ElasticsearchConnection at(ElasticsearchAddress address, int responseSeconds) {
        Rest5ClientBuilder builder = Rest5Client.builder(address.url());
        String key = address.apiKey();
        if (key != null) {
            builder.setDefaultHeaders(new Header[] {new BasicHeader("Authorization", "ApiKey " + key)});
        }
        if (address.ca() != null) {
            builder.setSSLContext(trusting(address));
        }
        builder.setCompressionEnabled(!"127.0.0.1".equals(address.url().getHost()));
        builder.setRequestConfigCallback(config -> config.setResponseTimeout(responseSeconds, TimeUnit.SECONDS));
        return new ElasticsearchConnection(builder.build());
    }

    private static SSLContext trusting(ElasticsearchAddress address) {
        Path ca = Objects.requireNonNull(address.ca());
        if (FileAccessDiagnosis.isUnreadable(ca)) {
            throw new IllegalArgumentException(
                    "the file of certificates, " + ca + ", " + FileAccessDiagnosis.explain(ca));
        }
        try (InputStream file = Files.newInputStream(ca)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("no certificate in " + address.ca());
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "cannot use the certificates in " + address.ca() + " (PEM is needed): " + e.getMessage(), e);
        }
    }

    public ElasticsearchClient client() {
        return new ElasticsearchClient(transport);
    }

    ElasticsearchAsyncClient later() {
        return new ElasticsearchAsyncClient(transport);
    }

    /**
     * An answer to a plain request.
     *
     * @param status of HTTP
     * @param body JSON; missing if there was none
     */
    record HttpReply(int status, JsonNode body) {
        boolean ok() {
            return status < 300;
        }

        /** What Elasticsearch says is wrong, in one line. */
        String reason() {
            JsonNode error = body.path("error");
            String reason = error.isString()
                    ? error.asString()
                    : error.path("type").asString("") + ": "
                            + error.path("reason").asString("");
            return status + (reason.equals(": ") ? "" : " " + reason);
        }
    }

    /**
     * Sends a request and waits for the answer, whatever its status.
     *
     * @throws UncheckedIOException if there is no answer
     */
    HttpReply send(String method, String path, byte @Nullable [] json) {
        Request request = new Request(method, path);
        if (json != null) {
            request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        }
        try {
            return reply(requests.performRequest(request));
        } catch (ResponseException e) {
            return reply(e.getResponse());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpReply reply(Response response) {
        try {
            if (response.getEntity() == null) {
                return new HttpReply(
                        response.getStatusCode(), JsonMapper.shared().missingNode());
            }
            try (InputStream body = response.getEntity().getContent()) {
                return new HttpReply(
                        response.getStatusCode(), JsonMapper.shared().readTree(body));
            } catch (JacksonException e) {
                // A proxy in front of it answers in HTML; its status says enough.
                return new HttpReply(
                        response.getStatusCode(), JsonMapper.shared().missingNode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
