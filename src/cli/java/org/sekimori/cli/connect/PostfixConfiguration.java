package org.sekimori.cli.connect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Postfix's configuration as its own postconf(1) prints it, with the settings of {@code master.cf} over those of {@code main.cf}.
 *
 * @param main parameters of {@code main.cf}, and all defaults, expanded
 * @param services services of smtpd that listen on the network, such as {@code submission}, with their own parameters
 */
record PostfixConfiguration(Map<String, String> main, Map<String, Map<String, String>> services) {

    /** Reads the configuration; null stands for the default folder. */
    static PostfixConfiguration read(@Nullable Path folder) {
        Map<String, String> main = new HashMap<>();
        postconf(folder, "-x").forEach(line -> put(line, main));
        Map<String, Map<String, String>> services = new LinkedHashMap<>();
        for (String line : postconf(folder, "-M")) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length >= 8 && columns[1].equals("inet") && columns[7].equals("smtpd")) {
                services.put(columns[0], new HashMap<>());
            }
        }
        for (String line : postconf(folder, "-x", "-P")) {
            String[] parts = line.split("/", 3);
            if (parts.length == 3 && parts[1].equals("inet") && services.containsKey(parts[0])) {
                put(parts[2], services.get(parts[0]));
            }
        }
        return new PostfixConfiguration(main, services);
    }

    private static List<String> postconf(@Nullable Path folder, String... options) {
        List<String> command = new ArrayList<>(List.of("postconf"));
        if (folder != null) {
            command.addAll(List.of("-c", folder.toString()));
        }
        command.addAll(List.of(options));
        return ServerProgram.lines(command);
    }

    private static void put(String line, Map<String, String> parameters) {
        int equals = line.indexOf('=');
        if (equals > 0) {
            parameters.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
    }

    /** A parameter of a service, expanded; empty without one. */
    String get(String service, String parameter) {
        String own = services.getOrDefault(service, Map.of()).get(parameter);
        return own != null ? own : main.getOrDefault(parameter, "");
    }

    /** Services where customers log in. */
    List<String> submissionServices() {
        return services.keySet().stream()
                .filter(service -> get(service, "smtpd_sasl_auth_enable").equals("yes"))
                .toList();
    }

    /** A parameter that lists restrictions. */
    RestrictionList restrictions(String service, String parameter) {
        Map<String, String> classes = new HashMap<>();
        for (String name : RestrictionList.split(get(service, "smtpd_restriction_classes"))) {
            classes.put(name, get(service, name));
        }
        return RestrictionList.parse(get(service, parameter), classes);
    }
}
