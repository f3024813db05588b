package org.sekimori.server;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Gives an empty {@code sekimori.…} property its default, wherever it is set: {@code url:} in {@code config/application.yml},
 * {@code --sekimori.home=}. Features that are off by default stay off.
 */
public final class EmptyPropertyDefaults implements ConfigurationPropertiesBindHandlerAdvisor {

    static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("sekimori");

    @Override
    public BindHandler apply(BindHandler parent) {
        return new AbstractBindHandler(parent) {
            @Override
            public <T> @Nullable Bindable<T> onStart(
                    ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
                return isEmpty(name, context.getSources()) ? null : super.onStart(name, target, context);
            }
        };
    }

    private static boolean isEmpty(ConfigurationPropertyName name, Iterable<ConfigurationPropertySource> sources) {
        if (!ROOT.isAncestorOf(name)) {
            return false;
        }
        for (ConfigurationPropertySource source : sources) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property.getValue() instanceof CharSequence text
                        && text.toString().isBlank();
            }
        }
        return false;
    }
}
