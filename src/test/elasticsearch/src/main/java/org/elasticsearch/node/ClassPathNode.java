package org.elasticsearch.node;

import java.util.List;
import org.elasticsearch.env.Environment;
import org.elasticsearch.injection.guice.Injector;
import org.elasticsearch.plugins.ClassPathPlugins;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/** A node whose plugins lie on the class path instead of in folders; in this package because the server opens that to itself alone. */
public final class ClassPathNode extends Node {

    public ClassPathNode(Environment environment, List<Class<? extends Plugin>> plugins) {
        super(NodeConstruction.prepareConstruction(environment, null, new NodeServiceProvider() {
            @Override
            PluginsService newPluginService(Environment given, PluginsLoader loader) {
                return new ClassPathPlugins(given, plugins);
            }
        }, true));
    }

    /** What the server has put together. */
    public Injector parts() {
        return injector();
    }
}
