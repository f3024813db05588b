package org.elasticsearch.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.elasticsearch.action.admin.cluster.node.info.PluginsAndModules;
import org.elasticsearch.env.Environment;

/** Plugins given as classes. */
public final class ClassPathPlugins extends PluginsService {

    private final List<LoadedPlugin> plugins = new ArrayList<>();

    public ClassPathPlugins(Environment environment, List<Class<? extends Plugin>> classes) {
        super(
                environment.settings(),
                environment.configDir(),
                PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false));
        for (Class<? extends Plugin> type : classes) {
            Plugin plugin = loadPlugin(type, environment.settings(), environment.configDir());
            plugins.add(new LoadedPlugin(described(type), plugin, type.getClassLoader()));
        }
        loadExtensions(plugins);
    }

    private static PluginDescriptor described(Class<?> type) {
        String java = Integer.toString(Runtime.version().feature());
        return new PluginDescriptor(
                type.getSimpleName(), "from the class path", "none", "none", java, type.getName(), null, List.of(),
                false, false, false, false, PluginDescriptor.DeploymentTarget.ALL);
    }

    /** Empty while the superclass is being made. */
    @Override
    protected List<LoadedPlugin> plugins() {
        return plugins == null ? List.of() : plugins;
    }

    @Override
    public PluginsAndModules info() {
        return new PluginsAndModules(List.of(), List.of());
    }

    /** All plugins share one class path, so one look finds each provider once. */
    @Override
    public <T> List<? extends T> loadServiceProviders(Class<T> service) {
        List<T> found = new ArrayList<>();
        ServiceLoader.load(service, getClass().getClassLoader()).forEach(found::add);
        return found;
    }
}
