package org.sekimori.api.pages;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;

/** Scripts and style sheets of the API's page: our own, and those of Swagger UI, which lie in its jar. */
enum ApiPageFile {
    DOCS_JS("docs.js"),
    SWAGGER_UI_BUNDLE_JS("swagger-ui-bundle.js"),
    SWAGGER_UI_CSS("swagger-ui.css");

    /** That of the dependency in {@code pom.xml}; a test fails if the two differ. */
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/5.34.1/";

    private final String file;

    ApiPageFile(String file) {
        this.file = file;
    }

    /** The file of this name, null if there is none. */
    static @Nullable ApiPageFile of(String file) {
        for (ApiPageFile one : values()) {
            if (one.file.equals(file)) {
                return one;
            }
        }
        return null;
    }

    /** Where the page finds it. */
    String path() {
        return OpenApiController.PAGE + "/" + file;
    }

    MediaType type() {
        String subtype = file.endsWith(".css") ? "css" : "javascript";
        return new MediaType("text", subtype, StandardCharsets.UTF_8);
    }

    Resource content() {
        return this == DOCS_JS
                ? new ClassPathResource(file, ApiPageFile.class)
                : new ClassPathResource(SWAGGER_UI + file);
    }
}
