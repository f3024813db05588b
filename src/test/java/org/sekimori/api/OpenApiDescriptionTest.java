package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sekimori.api.pages.OpenApiPage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class OpenApiDescriptionTest extends ApiTestBase {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
        Set<String> mapped = new TreeSet<>();
        mapping.getHandlerMethods().keySet().forEach(info -> info.getPatternValues().stream()
                // Pages and their assets are no API.
                .filter(path -> !path.equals("/error")
                        && !path.startsWith("/console")
                        && !path.startsWith("/my")
                        && !path.startsWith("/assets/"))
                .forEach(path -> info.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> mapped.add(method.name() + " " + path))));

        assertThat(described()).isEqualTo(mapped).hasSizeGreaterThan(10);
    }

    @Test
    void thePageShowsEveryOperationAndLetsNothingElseIn() {
        ApiTestReply reply = nobody().get("/docs").expect(200);
        String page = reply.http().body();

        assertThat(reply.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(reply.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(page).doesNotContain("<script", "http://", "src=", "style=");
        for (String operation : described()) {
            String[] parts = operation.split(" ", 2);
            assertThat(page).contains("<span class=\"method\">" + parts[0] + "</span>\n<code>" + parts[1] + "</code>");
        }
        assertThat(page)
                .contains("application/x-ndjson", "decisions:write", "K7QX-3M2P", "accept, quarantine, defer, reject");
    }

    @Test
    void thePageEscapesWhateverTheDescriptionSays() {
        JsonNode api = new YAMLMapper().readTree("""
                info: {title: "<b>&", description: "'\\""}
                paths: {/a<b: {get: {summary: "</p><script>x</script>", responses: {}}}}
                """);

        assertThat(OpenApiPage.of(api, ""))
                .contains("&lt;b&gt;&amp; over HTTP", "&#39;&quot;", "/a&lt;b", "&lt;script&gt;")
                .doesNotContain("<script", "<b>");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        String text = nobody().get("/v1/openapi.yaml").http().body();
        JsonNode api = new YAMLMapper().readTree(text);

        assertThat(java.util.regex.Pattern.compile("\\$ref: \"#([^\"]+)\"")
                        .matcher(text)
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(pointer ->
                        assertThat(api.at(pointer).isMissingNode()).as(pointer).isFalse());
    }

    private Set<String> described() {
        ApiTestReply reply = nobody().get("/v1/openapi.yaml").expect(200);
        assertThat(reply.header("Content-Type")).startsWith("application/yaml");
        Set<String> described = new TreeSet<>();
        JsonNode paths = new YAMLMapper().readTree(reply.http().body()).path("paths");
        paths.properties().forEach(path -> path.getValue().propertyNames().stream()
                .filter(METHODS::contains)
                .forEach(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return described;
    }
}
