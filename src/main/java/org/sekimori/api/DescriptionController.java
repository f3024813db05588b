package org.sekimori.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API's own description, OpenAPI 3.1. */
@RestController
class DescriptionController {

    static final String FILE = "openapi.yaml";

    @GetMapping(path = "/v1/openapi.yaml", produces = "application/yaml")
    Resource description() {
        return new ClassPathResource(FILE, DescriptionController.class);
    }
}
