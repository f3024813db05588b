package org.sekimori.rig.elasticsearch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.ClassPathNode;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/** Usage: {@code Launcher HOME PORT [setting=value ...]}; prints {@code READY port} when it answers, and runs until it is stopped. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        for (String folder : List.of("config", "data", "logs", "modules", "plugins", "lib")) {
            Files.createDirectories(home.resolve(folder));
        }
        Settings.Builder settings = Settings.builder()
                .put("path.home", home)
                .put("path.data", home.resolve("data"))
                .put("path.logs", home.resolve("logs"))
                .put("cluster.name", "test")
                .put("node.name", "test")
                .put("discovery.type", "single-node")
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                .put("network.host", "127.0.0.1")
                .put("http.port", args[1])
                .put("transport.port", "0")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("node.store.allow_mmap", false);
        for (int i = 2; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            settings.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(settings.build());
        // Its initialiser and those of its subclasses wait for each other if two threads begin them at once.
        Class.forName("org.elasticsearch.ElasticsearchException");
        Environment environment = new Environment(settings.build(), home.resolve("config"));
        ClassPathNode node = new ClassPathNode(environment, List.of(Netty4Plugin.class, Greeting.class));
        node.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        int port = node.parts()
                .getInstance(HttpServerTransport.class)
                .boundAddress()
                .publishAddress()
                .getPort();
        System.out.println("READY " + port);
        Thread.currentThread().join();
    }

    private static void close(ClassPathNode node) {
        try {
            node.close();
        } catch (java.io.IOException e) {
            e.printStackTrace();
        }
    }
}
