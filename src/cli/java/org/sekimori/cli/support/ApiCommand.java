package org.sekimori.cli.support;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A command that asks a running service through its HTTP API, with the options that all of them have. */
public abstract class ApiCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    public CommandSpec spec;

    @Mixin
    public final ServiceOptions service = new ServiceOptions();

    @Option(names = "--json", description = "Print the answer as JSON.")
    public boolean json;

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks, for the audit trail.")
    private @Nullable String by;

    /** The body of a request, with the name of who asks. */
    public ObjectNode body() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("by", asker());
        return body;
    }

    /** Who asks, and one more value if it has a name, for requests that have no body. */
    public String query(String name, String value) {
        String query = "?by=" + URLEncoder.encode(asker(), StandardCharsets.UTF_8);
        return name.isEmpty() ? query : query + "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The value of {@code --by}, or the name of the shell's user. */
    public String asker() {
        return by == null ? System.getProperty("user.name", "unknown") : by;
    }
}
