package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekimori.api.pages.OpenApiPage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
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
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-")
                .doesNotContain("unsafe", "http");
        assertThat(page).doesNotContain("http://", "style=");
        assertThat(Pattern.compile("(?:src|href)=\"([^#\"][^\"]*)\"")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/docs.js", "/v1/openapi.yaml")
                .allSatisfy(path ->
                        assertThat(nobody().get(path).expect(200).http().body()).isNotEmpty());
        nobody().get("/docs/index.html").expect(404);
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
                .doesNotContain("<script>", "<b>");
    }

    /** A reader sees of each operation what to send and what comes back; each example is as its schema says. */
    @Test
    void everyOperationHasExamplesThatAreAsTheirSchemaSays() {
        JsonNode api = new YAMLMapper()
                .readTree(nobody().get("/v1/openapi.yaml").http().body());
        List<String> wrong = new ArrayList<>();
        api.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry -> {
                    String name = entry.getKey() + " " + path.getKey();
                    JsonNode operation = entry.getValue();
                    assertThat(operation.path("tags").size()).as(name).isEqualTo(1);
                    examples(api, name + ", body", operation.path("requestBody"), true, wrong);
                    operation
                            .path("responses")
                            .properties()
                            .forEach(response -> examples(
                                    api,
                                    name + ", " + response.getKey(),
                                    response.getValue(),
                                    response.getKey().startsWith("2"),
                                    wrong));
                }));
        assertThat(wrong).isEmpty();
    }

    private static JsonNode resolved(JsonNode api, JsonNode node) {
        return node.has("$ref") ? api.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static void examples(JsonNode api, String name, JsonNode holder, boolean needed, List<String> wrong) {
        resolved(api, holder).path("content").properties().forEach(type -> {
            List<JsonNode> examples = new ArrayList<>();
            if (type.getValue().has("example")) {
                examples.add(type.getValue().path("example"));
            }
            type.getValue()
                    .path("examples")
                    .forEach(one -> examples.add(resolved(api, one).path("value")));
            if (needed && examples.isEmpty()) {
                wrong.add(name + " has no example of " + type.getKey());
            }
            if (type.getKey().endsWith("json")) {
                examples.forEach(one -> problems(api, type.getValue().path("schema"), one)
                        .forEach(problem -> wrong.add(name + ": " + problem)));
            }
        });
    }

    private static List<String> problems(JsonNode api, JsonNode schema, JsonNode example) {
        ObjectNode whole = (ObjectNode) schema.deepCopy();
        whole.set("components", api.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.toString(), InputFormat.JSON)
                .validate(example.toString(), InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        String text = nobody().get("/v1/openapi.yaml").http().body();
        JsonNode api = new YAMLMapper().readTree(text);

        assertThat(Pattern.compile("\\$ref: \"#([^\"]+)\"")
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
