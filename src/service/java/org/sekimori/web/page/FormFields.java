package org.sekimori.web.page;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * The fields of a form that was sent by POST. The web server reads no bodies by itself; this one reads a short body that is there
 * already, since {@link org.sekimori.api.body.RequestBodyFilter} has collected it.
 */
public final class FormFields {

    /** Longest body of a form, in octets. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The same of a form without a session. */
    public static final int MAX_OPEN_BYTES = 8 * 1024;

    private static final int MOST_FIELDS = 2_000;
    private static final String ATTRIBUTE = FormFields.class.getName();
    private static final String SHORT = ATTRIBUTE + ".short";
    private static final FormFields NONE = new FormFields(Map.of());

    private final Map<String, List<String>> fields;

    private FormFields(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * The fields of a request; none if it has no body.
     *
     * @throws org.springframework.web.ErrorResponseException if it is no form, or too long
     */
    public static FormFields of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof FormFields read) {
            return read;
        }
        FormFields read = read(request);
        request.setAttribute(ATTRIBUTE, read);
        return read;
    }

    /** Takes only {@value #MAX_OPEN_BYTES} octets from a request. */
    public static void shorten(ServletRequest request) {
        request.setAttribute(SHORT, true);
    }

    private static FormFields read(HttpServletRequest request) {
        @Nullable String type = request.getContentType();
        if (type == null) {
            return NONE;
        }
        try {
            if (!MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(MediaType.parseMediaType(type))) {
                throw ApiProblems.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "body: must be a form of this page");
            }
        } catch (org.springframework.http.InvalidMediaTypeException e) {
            throw ApiProblems.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "body: must be a form of this page");
        }
        int most = request.getAttribute(SHORT) == null ? MAX_BYTES : MAX_OPEN_BYTES;
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(most + 1);
        } catch (IOException e) {
            throw ApiProblems.body("could not be read to its end");
        }
        if (body.length > most) {
            throw ApiProblems.of(HttpStatus.CONTENT_TOO_LARGE, "body: larger than " + most + " bytes");
        }
        return parse(new String(body, StandardCharsets.UTF_8));
    }

    /** Reads {@code application/x-www-form-urlencoded} (WHATWG URL, 5.1). */
    static FormFields parse(String body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        for (String pair : body.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MOST_FIELDS) {
                throw ApiProblems.body("has more than " + MOST_FIELDS + " fields");
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            fields.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(decoded(equals < 0 ? "" : pair.substring(equals + 1)));
        }
        return new FormFields(fields);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiProblems.body("is not encoded as a form");
        }
    }

    /** The first value of a field without blanks around it; empty without one. */
    public String text(String name) {
        return raw(name).strip();
    }

    /**
     * The same, refused if it is longer or has control characters.
     *
     * @param most in characters
     */
    public String text(String name, int most) {
        String text = text(name).replace("\r\n", "\n");
        if (text.length() > most) {
            throw ApiProblems.field(name, "must have at most " + most + " characters");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw ApiProblems.field(name, "must have no control characters");
        }
        return text.replace('\n', ' ');
    }

    /** The first value of a field as it was typed, such as a password. */
    public String raw(String name) {
        List<String> all = fields.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.get(0);
    }

    /** All values of a field, such as of checked boxes. */
    public List<String> all(String name) {
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }
}
