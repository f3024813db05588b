package org.sekimori.archive;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.FileAccessDiagnosis;

/**
 * Where Elasticsearch is and who we are there. The files are read when a connection is made: one that is not there yet stops
 * nothing but the archive, and a key that is changed is taken at the next connection.
 *
 * @param url such as {@code https://es.example:9200}; a path is kept, for clusters behind a proxy
 * @param apiKeyFile file with the encoded API key as Elasticsearch prints it, null for a cluster without security
 * @param ca certificates (PEM) of the authorities that may sign the cluster's, null for those that Java knows
 */
public record ElasticsearchAddress(
        URI url, @Nullable Path apiKeyFile, @Nullable Path ca) {

    public ElasticsearchAddress {
        String scheme = url.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "not an address of Elasticsearch: " + url + "; write it as https://host:9200");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException("an address with a password ends up in logs; use an API key in a file");
        }
    }

    /**
     * The encoded key, null if none is needed.
     *
     * @throws IllegalArgumentException if the file cannot be read or is empty
     */
    @Nullable
    String apiKey() {
        if (apiKeyFile == null) {
            return null;
        }
        try {
            if (FileAccessDiagnosis.isUnreadable(apiKeyFile)) {
                throw new IllegalArgumentException(
                        "the file with the API key, " + apiKeyFile + ", " + FileAccessDiagnosis.explain(apiKeyFile));
            }
            String key = Files.readString(apiKeyFile).strip();
            if (key.isEmpty()) {
                throw new IllegalArgumentException("the file with the API key is empty: " + apiKeyFile);
            }
            return key;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the API key in " + apiKeyFile + ": " + e, e);
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
