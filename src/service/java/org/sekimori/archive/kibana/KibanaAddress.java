package org.sekimori.archive.kibana;

import java.net.URI;

/**
 * Where Kibana is.
 *
 * @param url with its base path if it has one, without a slash at the end
 * @param space that the objects go into
 */
public record KibanaAddress(String url, String space) {

    /** The space that every Kibana has; its address has no {@code /s/}. */
    static final String DEFAULT_SPACE = "default";

    /**
     * An address that people wrote.
     *
     * @throws KibanaException if it cannot be one
     */
    public static KibanaAddress of(String url, String space) throws KibanaException {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            throw wrong(url);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw wrong(url);
        }
        if (uri.getUserInfo() != null) {
            throw new KibanaException("the address of Kibana must not hold a password: use --kibana-password-file");
        }
        // As Kibana itself allows them: x-pack/platform/plugins/shared/spaces/server/lib/space_schema.ts in
        // elastic/kibana.
        if (!space.matches("[a-z0-9_-]+")) {
            throw new KibanaException("'" + space + "' is no id of a space: lower case, digits, _ and - only");
        }
        return new KibanaAddress(uri.toString().replaceAll("/+$", ""), space);
    }

    private static KibanaException wrong(String url) {
        return new KibanaException(
                "'" + url + "' is no address of a Kibana; write http://host:5601 or https://host/base");
    }

    /** The address of an API that belongs to no space, such as {@code /api/status}. */
    URI api(String path) {
        return URI.create(url + path);
    }

    /** The address of an API within the space. */
    URI inSpace(String path) {
        return URI.create(space.equals(DEFAULT_SPACE) ? url + path : url + "/s/" + space + path);
    }
}
