package org.sekimori.archive;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where Elasticsearch is and who we are there.
 *
 * @param url such as {@code https://es.example:9200}; a path is kept, for clusters behind a proxy
 * @param apiKey the encoded API key as Elasticsearch prints it, null for a cluster without security; never printed
 * @param ca certificates (PEM) of the authorities that may sign the cluster's, null for those that Java knows
 */
public record ElasticsearchAddress(
        URI url, @Nullable String apiKey, @Nullable Path ca) {

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

    /** Without the key. */
    @Override
    public String toString() {
        return url.toString();
    }
}
