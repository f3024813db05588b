package org.sekimori.server;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Conditions on properties that switch features on. An empty property and {@code no} do not. */
public final class FeatureConditions {

    private FeatureConditions() {}

    /** Whether an Elasticsearch is named. */
    public static final class Elasticsearch implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !EmptyEnvironmentVariables.isEmpty(
                    context.getEnvironment().getProperty("sekimori.elasticsearch.url"));
        }
    }

    /** Whether the milter has a port. */
    public static final class Milter implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !EmptyEnvironmentVariables.isEmpty(context.getEnvironment().getProperty("sekimori.milter.port"));
        }
    }

    /** Whether the provider's portal has keys to sign links with. */
    public static final class PortalLinks implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !EmptyEnvironmentVariables.isEmpty(context.getEnvironment().getProperty("sekimori.my.portal-keys"));
        }
    }

    /** Whether customers may log in by a code. */
    public static final class CodeLogIn implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isOn(context.getEnvironment(), "sekimori.my.code");
        }
    }

    /** Whether the folder of rules is watched. */
    public static final class WatchRules implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isOn(context.getEnvironment(), "sekimori.watch-rules");
        }
    }

    private static boolean isOn(Environment environment, String property) {
        return !EmptyEnvironmentVariables.isEmpty(environment.getProperty(property))
                && Binder.get(environment)
                        .bind(property, Bindable.of(Boolean.class))
                        .orElse(false);
    }
}
