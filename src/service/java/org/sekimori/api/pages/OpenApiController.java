package org.sekimori.api.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.sekimori.api.server.SecurityHeadersValve;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API's description, OpenAPI 3.1, as YAML and as a page. */
@RestController
public class OpenApiController {

    public static final String PAGE = "/docs";
    static final String FILE = "openapi.yaml";

    private static final String STYLE = "docs.css";
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final String page;
    private final String policy;

    OpenApiController() {
        String style = text(STYLE);
        page = OpenApiPage.of(YAMLMapper.builder().build().readTree(text(FILE)), style);
        // Nothing but this very style sheet; no script, no frame, no form.
        policy = "style-src 'sha256-" + hash(style) + "'; form-action 'none'";
    }

    @GetMapping(path = "/v1/openapi.yaml", produces = "application/yaml")
    Resource description() {
        return new ClassPathResource(FILE, OpenApiController.class);
    }

    @GetMapping(PAGE)
    ResponseEntity<String> page(HttpServletResponse response) {
        SecurityHeadersValve.allow(response, policy);
        return ResponseEntity.ok().contentType(HTML).body(page);
    }

    private static String text(String file) {
        try (InputStream in = new ClassPathResource(file, OpenApiController.class).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its own file " + file, e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
