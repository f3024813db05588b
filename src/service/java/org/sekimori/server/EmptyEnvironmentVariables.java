package org.sekimori.server;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Treats empty environment variables as unset. Compose files and unit files pass empty variables on
 * ({@code SEKIMORI_HOME: ${SEKIMORI_HOME:-}}), and Spring takes an empty text for a value: a file without a name, a server
 * address that means every interface.
 */
public final class EmptyEnvironmentVariables implements EnvironmentPostProcessor, Ordered {

    /** Before Spring Boot wraps the variables and reads its files. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        drop(environment);
    }

    /** Takes away those that are empty. */
    public static void drop(ConfigurableEnvironment environment) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        PropertySource<?> variables = environment.getPropertySources().get(name);
        if (variables != null && variables.getSource() instanceof Map<?, ?> all) {
            Map<String, Object> set = new HashMap<>();
            all.forEach((variable, value) -> {
                if (!isEmpty(String.valueOf(value))) {
                    set.put(String.valueOf(variable), String.valueOf(value));
                }
            });
            environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, set));
        }
    }

    /** Whether a variable is as good as not set. */
    public static boolean isEmpty(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
