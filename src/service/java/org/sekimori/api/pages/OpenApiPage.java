package org.sekimori.api.pages;

import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.HtmlWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders the OpenAPI description as a page that needs no script. Where scripts run, {@code docs.js} puts Swagger UI in its place.
 */
public final class OpenApiPage {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final String DESCRIPTION = "/v1/openapi.yaml";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode api;
    private final HtmlWriter html = new HtmlWriter();

    private OpenApiPage(JsonNode api) {
        this.api = api;
    }

    /**
     * The page.
     *
     * @param api the description
     * @param style its style sheet, put into the page
     */
    public static String of(JsonNode api, String style) {
        OpenApiPage page = new OpenApiPage(api);
        page.html.doctype();
        page.html.element("html", () -> page.document(style), "lang", "en");
        return page.html.toString();
    }

    private void document(String style) {
        String title = text(api.path("info"), "title") + " over HTTP";
        html.element("head", () -> {
            html.voidElement("meta", "charset", "utf-8");
            html.voidElement("meta", "name", "viewport", "content", "width=device-width");
            html.element("title", title);
            html.style(style);
            html.voidElement("link", "rel", "stylesheet", "href", ApiPageFile.SWAGGER_UI_CSS.path());
            html.element("script", "", "src", ApiPageFile.SWAGGER_UI_BUNDLE_JS.path(), "defer", "");
            html.element("script", "", "src", ApiPageFile.DOCS_JS.path(), "defer", "");
        });
        html.element("body", () -> {
            html.element("main", "", "id", "try", "data-description", DESCRIPTION);
            html.element("main", () -> plain(title), "id", "plain");
        });
    }

    private void plain(String title) {
        html.element("h1", title);
        html.element("p", text(api.path("info"), "description"));
        html.element("p", () -> {
            html.text("The same for machines: ");
            html.element("a", DESCRIPTION, "href", DESCRIPTION);
        });
        html.element("nav", () -> html.element("ul", () -> eachOperation(this::entry)));
        eachOperation(this::section);
    }

    private interface Operation {
        void write(String method, String path, JsonNode all, JsonNode operation);
    }

    private void eachOperation(Operation each) {
        api.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry -> each.write(
                        entry.getKey().toUpperCase(Locale.ROOT), path.getKey(), path.getValue(), entry.getValue())));
    }

    private void entry(String method, String path, JsonNode all, JsonNode operation) {
        html.element("li", () -> {
            html.element("a", () -> heading(method, path), "href", "#" + anchor(method, path));
            html.text(" " + text(operation, "summary"));
        });
    }

    private void section(String method, String path, JsonNode all, JsonNode operation) {
        html.element(
                "section",
                () -> {
                    html.element("h2", () -> heading(method, path));
                    html.element("p", text(operation, "summary"));
                    paragraph(operation);
                    parameters(all, operation);
                    if (operation.has("requestBody")) {
                        html.element("h3", "Body");
                        content(resolved(operation.path("requestBody")));
                    }
                    operation.path("responses").properties().forEach(entry -> {
                        JsonNode response = resolved(entry.getValue());
                        html.element("h3", "Answer " + entry.getKey());
                        paragraph(response);
                        content(response);
                    });
                },
                "id",
                anchor(method, path));
    }

    private void heading(String method, String path) {
        html.element("span", method, "class", "method");
        html.element("code", path);
    }

    private void paragraph(JsonNode node) {
        String description = text(node, "description");
        if (!description.isEmpty()) {
            html.element("p", description);
        }
    }

    private void parameters(JsonNode all, JsonNode operation) {
        if (!all.has("parameters") && !operation.has("parameters")) {
            return;
        }
        html.element("table", () -> {
            all.path("parameters").forEach(this::parameter);
            operation.path("parameters").forEach(this::parameter);
        });
    }

    private void parameter(JsonNode reference) {
        JsonNode parameter = resolved(reference);
        row(text(parameter, "name"), text(parameter, "in"), text(parameter, "description"));
    }

    private void content(JsonNode node) {
        node.path("content").properties().forEach(type -> {
            html.element("p", () -> html.element("code", type.getKey()));
            JsonNode schema = resolved(type.getValue().path("schema"));
            paragraph(schema);
            if (schema.has("properties")) {
                html.element("table", () -> schema.path("properties")
                        .properties()
                        .forEach(field ->
                                row(field.getKey(), kind(field.getValue()), text(field.getValue(), "description"))));
            }
            type.getValue()
                    .path("examples")
                    .forEach(example ->
                            html.element("pre", shown(resolved(example).path("value"))));
            if (type.getValue().has("example")) {
                html.element("pre", shown(type.getValue().path("example")));
            }
        });
    }

    private void row(String name, String kind, String description) {
        html.element("tr", () -> {
            html.element("td", () -> html.element("code", name));
            html.element("td", kind);
            html.element("td", description);
        });
    }

    /** Such as {@code string}, {@code list of string}, {@code accept, defer, reject}. */
    private String kind(JsonNode field) {
        JsonNode schema = resolved(field);
        if (schema.has("enum")) {
            return joined(schema.path("enum"), ", ");
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return joined(type, " or ");
        }
        String name = type.asString("");
        return name.equals("array") ? "list of " + kind(schema.path("items")) : name;
    }

    private static String joined(JsonNode words, String between) {
        StringJoiner joined = new StringJoiner(between);
        words.forEach(word -> joined.add(word.asString()));
        return joined.toString();
    }

    private JsonNode resolved(JsonNode node) {
        @Nullable JsonNode reference = node.get("$ref");
        return reference == null ? node : api.at(reference.asString().substring(1));
    }

    private static String shown(JsonNode value) {
        return value.isString()
                ? value.stringValue()
                : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static String anchor(String method, String path) {
        return method.toLowerCase(Locale.ROOT) + path.replaceAll("[^a-z]+", "-");
    }
}
