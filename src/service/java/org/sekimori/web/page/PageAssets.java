package org.sekimori.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Scripts, styles and pictures of the pages, each at a path that has the hash of its content: browsers keep them for ever, and take a
 * changed one at once.
 */
@Component
public final class PageAssets {

    static final String ROOT = "/assets/";

    private static final String OWN = "classpath*:org/sekimori/web/assets/*";
    private static final String UPLOT = "classpath*:META-INF/resources/webjars/uplot/*/dist/";
    private static final int HASH_DIGITS = 16;

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "svg", "image/svg+xml",
            "LICENSE", "text/plain;charset=UTF-8");

    private final Map<String, Asset> byName = new TreeMap<>();

    /** One file. */
    record Asset(String name, String type, String hash, byte[] content) {}

    PageAssets() {
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        for (String place : new String[] {OWN, UPLOT + "uPlot.iife.min.js", UPLOT + "uPlot.min.css"}) {
            try {
                for (Resource file : files.getResources(place)) {
                    add(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the program lacks its own files " + place, e);
            }
        }
    }

    private void add(Resource file) throws IOException {
        String name = String.valueOf(file.getFilename());
        @Nullable String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no type is known of the asset " + name);
        }
        try (InputStream in = file.getInputStream()) {
            byte[] content = in.readAllBytes();
            put(name, type, content);
        }
    }

    private void put(String name, String type, byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            String digits = HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
            byName.put(name, new Asset(name, type, digits, content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The path of an asset, for a template.
     *
     * @param name of the file, such as {@code sekimori.css}
     * @throws IllegalArgumentException if there is none
     */
    public String path(String name) {
        @Nullable Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return ROOT + asset.hash() + "/" + name;
    }

    /** The asset at a path; null if there is none, or another version of it. */
    @Nullable
    Asset find(String hash, String name) {
        @Nullable Asset asset = byName.get(name);
        return asset != null && asset.hash().equals(hash) ? asset : null;
    }
}
