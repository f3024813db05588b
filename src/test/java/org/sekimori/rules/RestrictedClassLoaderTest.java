package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictedClassLoaderTest {

    private final RestrictedClassLoader loader =
            new RestrictedClassLoader(RestrictedClassLoaderTest.class.getClassLoader());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.System",
                "java.lang.Runtime",
                "java.lang.Process",
                "java.lang.ProcessBuilder",
                "java.lang.Thread",
                "java.lang.ClassLoader",
                "java.lang.reflect.Method",
                "java.lang.reflect.Proxy",
                "java.lang.invoke.VarHandle",
                "java.lang.StringBuilder",
                "java.lang.StackOverflowError",
                "java.util.Map",
                "java.io.File",
                "java.io.FileOutputStream",
                "java.nio.file.Files",
                "java.net.Socket",
                "java.util.Timer",
                "java.util.ServiceLoader",
                "java.util.concurrent.CompletableFuture",
                "sun.misc.Unsafe",
                "org.kie.api.runtime.KieSession",
                "org.drools.core.util.ClassUtils",
                "org.sekimori.rules.Rulebook",
                "org.sekimori.mail.MailEvent"
            })
    void whatReachesFurtherDoesNotExist(String name) throws IOException {
        assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
        String file = name.replace('.', '/') + ".class";
        assertThat(loader.getResource(file)).isNull();
        assertThat(loader.getResourceAsStream(file)).isNull();
        assertThat(loader.getResources(file).hasMoreElements()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.sekimori.rules.Submission",
                "org.sekimori.grants.Grant",
                "org.sekimori.cases.Hold",
                "java.lang.String",
                "java.lang.IllegalArgumentException",
                "java.time.Instant"
            })
    void whatRulesSayExists(String name) throws Exception {
        assertThat(loader.loadClass(name).getName()).isEqualTo(name);
    }
}
