package org.sekimori.endtoend;

import ch.qos.logback.classic.BasicConfigurator;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.Sekimori;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main class of a {@link ReusableJvm}: runs the program's command line again and again. A request is a line of JSON on standard input,
 * the answer a line with the exit code on standard output. When its input ends it ends, and a service with it.
 */
final class ReusableJvmMain {

    /** The code of the program's own {@code main} for a failure that no command has explained. */
    private static final int UNEXPLAINED = 1;

    private static final Properties PROPERTIES = properties();
    private static @Nullable ConfigurableApplicationContext service;

    private ReusableJvmMain() {}

    /**
     * One run of the program.
     *
     * @param arguments of its command line; none to stop the service that the last run has started
     * @param variables all of its environment
     * @param output file to which standard output is appended
     * @param error file to which standard error is appended; may be the same
     */
    record Request(List<String> arguments, Map<String, String> variables, String output, String error) {}

    /** Those of a process that has just begun, with the class path of the program, without this class. */
    private static Properties properties() {
        Properties properties = (Properties) System.getProperties().clone();
        String classPath = properties.getProperty("java.class.path", "");
        properties.setProperty("java.class.path", classPath.substring(0, classPath.lastIndexOf(File.pathSeparator)));
        return properties;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        JsonMapper json = new JsonMapper();
        System.setIn(InputStream.nullInputStream());
        String line = requests.readLine();
        while (line != null) {
            answers.println(answer(json.readValue(line, Request.class)));
            line = requests.readLine();
        }
        Runtime.getRuntime().halt(0);
    }

    private static int answer(Request request) throws Exception {
        return request.arguments().isEmpty() ? stop() : run(request);
    }

    private static int run(Request request) throws Exception {
        System.setProperties((Properties) PROPERTIES.clone());
        setVariables(request.variables());
        PrintStream out = append(request.output());
        PrintStream err = request.error().equals(request.output()) ? out : append(request.error());
        System.setOut(out);
        System.setErr(err);
        quietLogging();
        try {
            return SpringApplication.withHook(
                    application -> new SpringApplicationRunListener() {
                        @Override
                        public void contextPrepared(ConfigurableApplicationContext context) {
                            service = context;
                        }
                    },
                    () -> Sekimori.commandLine().execute(request.arguments().toArray(new String[0])));
        } catch (RuntimeException | Error e) {
            e.printStackTrace(err);
            return UNEXPLAINED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static int stop() {
        Objects.requireNonNull(service).close();
        service = null;
        System.out.flush();
        return 0;
    }

    private static PrintStream append(String file) throws IOException {
        return new PrintStream(new FileOutputStream(file, true), true, StandardCharsets.UTF_8);
    }

    /** As in a process that has just begun, after the first lines of the program's own {@code main}. */
    private static void quietLogging() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        BasicConfigurator configurator = new BasicConfigurator();
        configurator.setContext(context);
        configurator.configure(context);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
        context.getLogger("org.apache.kafka.clients.NetworkClient").setLevel(Level.OFF);
    }

    /** Java has no way to change its environment, which children inherit: the maps behind {@link System#getenv()} are opened. */
    @SuppressWarnings("unchecked")
    private static void setVariables(Map<String, String> variables) throws ReflectiveOperationException {
        Map<String, String> shown = System.getenv();
        Field backing = shown.getClass().getDeclaredField("m");
        backing.setAccessible(true);
        Map<String, String> own = (Map<String, String>) Objects.requireNonNull(backing.get(shown));
        own.clear();
        own.putAll(variables);
    }
}
