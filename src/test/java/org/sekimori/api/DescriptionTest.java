package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class DescriptionTest extends ApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
        Set<String> mapped = new TreeSet<>();
        mapping.getHandlerMethods().keySet().forEach(info -> info.getPatternValues().stream()
                .filter(path -> path.startsWith("/v1/"))
                .forEach(path -> info.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> mapped.add(method.name() + " " + path))));

        assertThat(described()).isEqualTo(mapped).hasSizeGreaterThan(10);
    }

    private Set<String> described() {
        Reply reply = nobody().get("/v1/openapi.yaml").expect(200);
        assertThat(reply.header("Content-Type")).startsWith("application/yaml");
        Set<String> described = new TreeSet<>();
        JsonNode paths = new YAMLMapper().readTree(reply.http().body()).path("paths");
        paths.properties().forEach(path -> path.getValue().propertyNames().stream()
                .filter(METHODS::contains)
                .forEach(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return described;
    }
}
