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
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The API's description, OpenAPI 3.1, as YAML and as a page: plain, and with scripts as Swagger UI, which also sends requests with a
 * key that the reader types.
 */
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
        // The plain page's own style sheet by its hash, and files of this host: no inline script or style, no other
        // host, no form.
        // Images within the style sheet of Swagger UI are data, and its requests go to this host alone.
        policy = "script-src 'self'; style-src 'self' 'sha256-" + hash(style)
                + "'; img-src data:; connect-src 'self'; form-action 'none'";
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

    @GetMapping(PAGE + "/{file}")
    ResponseEntity<Resource> file(@PathVariable String file, HttpServletResponse response) {
        ApiPageFile found = ApiPageFile.of(file);
        if (found == null) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "there is no such file; " + PAGE + " names its files");
        }
        // Not a header of the ResponseEntity: that would add another to the one that forbids caching.
        response.setHeader("Cache-Control", "private, max-age=3600");
        return ResponseEntity.ok().contentType(found.type()).body(found.content());
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
