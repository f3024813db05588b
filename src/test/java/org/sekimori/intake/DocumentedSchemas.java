package org.sekimori.intake;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The files in {@code docs/schemas}, as a validator reads them. */
public final class DocumentedSchemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Schema schema;

    private DocumentedSchemas(Schema schema) {
        this.schema = schema;
    }

    public static DocumentedSchemas named(String name) {
        try {
            return new DocumentedSchemas(REGISTRY.getSchema(
                    Files.readString(Path.of("docs/schemas", name + ".schema.json")), InputFormat.JSON));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Error> problems(String json) {
        return schema.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    List<Error> problems(byte[] json) {
        return problems(new String(json, StandardCharsets.UTF_8));
    }

    Collection<String> propertyNames() {
        return schema.getSchemaNode().get("properties").propertyNames();
    }
}
