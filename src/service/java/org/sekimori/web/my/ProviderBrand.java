package org.sekimori.web.my;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider's look of customers' pages: colour and logo, read at the start. */
final class ProviderBrand {

    private static final Map<String, String> TYPES = Map.of(
            "png",
            "image/png",
            "jpg",
            "image/jpeg",
            "jpeg",
            "image/jpeg",
            "webp",
            "image/webp",
            "svg",
            "image/svg+xml");
    private static final int MOST_BYTES = 256 * 1024;
    private static final int HASH_DIGITS = 16;

    /** A file for browsers, with the hash of its content. */
    record BrandFile(String type, String hash, byte[] content) {}

    private final BrandFile style;
    private final @Nullable BrandFile logo;

    /**
     * @throws IllegalArgumentException naming the property, if the logo cannot be used
     */
    ProviderBrand(MySettings settings) {
        String colour = settings.colour().toLowerCase(Locale.ROOT);
        String text = ":root{--brand:" + colour + ";--on-brand:" + (dark(colour) ? "#ffffff" : "#000000") + "}\n";
        style = file("text/css;charset=UTF-8", text.getBytes(StandardCharsets.US_ASCII));
        logo = settings.logo() == null ? null : logo(settings.logo());
    }

    BrandFile style() {
        return style;
    }

    @Nullable
    BrandFile logo() {
        return logo;
    }

    private static BrandFile logo(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        @Nullable String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try {
            if (type == null || Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException("sekimori.my.logo must be a PNG, JPEG, WebP or SVG file of at most "
                        + MOST_BYTES / 1024 + " KiB, which " + file + " is not");
            }
            return file(type, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("sekimori.my.logo names " + file + ", which cannot be read: " + e, e);
        }
    }

    private static BrandFile file(String type, byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new BrandFile(type, HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS), content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Whether white is easier to read on a colour than black: its relative luminance (WCAG 2.2) is below the one that contrasts equally
     * with both. The better of the two always has a contrast of at least 4.5.
     */
    static boolean dark(String colour) {
        double luminance = 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
        return (1.05 / (luminance + 0.05)) >= ((luminance + 0.05) / 0.05);
    }

    private static double channel(String colour, int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
